"""How the tables of mentoring came to be."""
