"""SQLite on this computer, one writer: chats as trees of turns, and the library of documents."""
