"""What a person can do, without Qt: ask, read, keep chats and documents, check citations."""
