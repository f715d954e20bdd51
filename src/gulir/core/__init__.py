"""The rules of the programme as pure functions over frozen values: no Django, clock, files or settings."""
