"""What crosses a process border: typed messages, and the channel that carries them."""
