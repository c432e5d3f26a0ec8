"""Keeps resources/translations/*.ts in step with the sentences in the source."""
