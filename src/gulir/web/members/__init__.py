"""The member's desk: my groups, my group's loan cards, my receipts; nothing of anyone else's."""
