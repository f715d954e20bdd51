"""The trustee's desk: what waits to be decided, meetings, the rulebook, the board's position."""
