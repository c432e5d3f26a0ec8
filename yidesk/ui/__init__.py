"""The window: everything that uses PySide6, and nothing else does."""
