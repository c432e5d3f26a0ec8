"""Models: headers, the catalogue, downloads from a loopback hub, the shelf, what fits."""
