"""Model files made for tests: small ones that load, and sparse ones with a real model's shape."""
