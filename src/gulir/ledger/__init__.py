"""The three double-entry books of a board: charts, vouchers, days, months, years, bank statements."""
