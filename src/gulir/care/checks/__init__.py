"""The parts of `gulir check`: facts, books, loans, the house. Each gives findings and changes nothing."""
