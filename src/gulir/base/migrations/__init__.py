"""How the base tables came to be."""
