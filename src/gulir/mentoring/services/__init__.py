"""The acts of mentoring."""
