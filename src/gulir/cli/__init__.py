"""The command line: parse, one call, shape. The clock, chance, the environment and the password end here."""
