"""What other programs do for one posting, each run in an environment of its own, never in ours."""
