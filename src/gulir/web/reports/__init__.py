"""Reports on the screen and as files, for every desk that may read the books."""
