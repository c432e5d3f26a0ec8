"""Pictures of the window for README and guide, made by the program itself."""
