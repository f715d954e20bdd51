"""The KSM as a place where neighbours gather: its rules, its meetings, its own savings, loans and cash box."""
