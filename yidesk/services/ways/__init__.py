"""How documents that a question is about reach the model: whole, searched, or swept."""
