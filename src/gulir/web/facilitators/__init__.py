"""The facilitator's desk: whom to visit, which promises are due, who waits too long."""
