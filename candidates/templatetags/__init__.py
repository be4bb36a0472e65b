"""Template tags of candidates."""
