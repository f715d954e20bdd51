"""How a KSM lives, for everybody who may know: its signs, readings that were kept, and its own words beside them."""
