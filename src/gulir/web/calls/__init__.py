"""Visits to a KSM: written by who visits, read by who may, answered by the KSM."""
