"""The officer's desk: what is due, collecting, loans, vouchers, closing days and months, people, files."""
