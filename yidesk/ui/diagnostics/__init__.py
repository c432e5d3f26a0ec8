"""What the program knows about itself."""
