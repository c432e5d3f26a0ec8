"""Models: the catalogue, the hub, downloads, the shelf, GGUF headers and what fits."""
