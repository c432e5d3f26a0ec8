"""Every document and folder the program knows, and what models have read of them."""
