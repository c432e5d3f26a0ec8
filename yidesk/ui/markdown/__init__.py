"""Markdown as it streams: closed blocks stay as they are, only the open one is parsed again."""
