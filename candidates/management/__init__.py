"""Commands of candidates."""
