"""YiDesk: ask long documents questions with Yi models, on your own computer, offline."""

__version__ = "0.1.0"
