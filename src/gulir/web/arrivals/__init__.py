"""Whether a loan arrived: one page for all who may read the loan, with a form for each side that may tell."""
