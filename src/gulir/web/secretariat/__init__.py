"""The secretariat's counter, shared by several desks: who people are, and with which login they enter."""
