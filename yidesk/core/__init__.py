"""Plain values that every other package may use; only `paths` and `log` touch the disk."""
