"""The chats of this person, by date."""
