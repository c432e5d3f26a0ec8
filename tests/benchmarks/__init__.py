"""The benchmarks themselves: that they still run."""
