"""One file per promise in figures; each prints one JSON object. docs/benchmarks.md has results."""
