"""Measurements: what the machine can do, what others do on it, what Gulir does, as ratios of one run."""
