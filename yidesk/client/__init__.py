"""The application's end of the pipes: start a role, submit, cancel, survive its death."""
