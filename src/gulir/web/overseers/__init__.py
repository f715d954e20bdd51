"""The desk of those who watch: overseer, Forum BKM, auditor, facilitator. Everything here is read-only."""
