"""The settings screen, built from the declarations."""
