"""The hand-over ladder: read by the facilitator, shown to all who keep the programme, answered by the board."""
