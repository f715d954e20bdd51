"""The readings of mentoring."""
