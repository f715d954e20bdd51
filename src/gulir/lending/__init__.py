"""Group loans under joint liability: products, applications, loans and their cards, repayments, savings."""
