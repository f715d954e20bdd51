"""Gulir runs a community revolving fund in the open: loans, books, groups, decisions, proofs."""
