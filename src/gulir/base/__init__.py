"""The thin Django layer every context stands on: acts, facts, rights, sealed fields, reference data."""
