"""The window: everything that uses PySide6, and nothing else does."""

from yidesk.ui import sources_unread as _sources_unread  # noqa: F401 - before any other module
