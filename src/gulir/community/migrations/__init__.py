"""How the tables of the community came to be."""
