"""The conversation: what was asked and answered, and the composer."""
