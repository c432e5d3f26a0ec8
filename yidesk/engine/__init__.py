"""The engine worker: the model, its KV memory and what it says. Runs in its own process."""
