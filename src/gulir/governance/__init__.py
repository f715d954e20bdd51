"""Meetings and what they decide: attendance, quorum, decisions bound to what was shown, the rulebook."""
