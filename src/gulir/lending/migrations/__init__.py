"""How the tables of lending came to be."""
