"""The page that a citation names, beside the chat."""
