"""The desk of those who look from outside: the village head at one board, the city coordinator at many; no money."""
