"""The web door, arranged by who sits at the desk. Pages parse, make one call and shape; they never decide."""
