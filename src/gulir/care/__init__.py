"""Looking after the house: is it sound, is it ready, can it be carried away and brought back."""
