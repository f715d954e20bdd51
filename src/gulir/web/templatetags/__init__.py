"""Template tags of the web door; one library, `gulir`."""
