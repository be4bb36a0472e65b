"""The rule book, by example."""
