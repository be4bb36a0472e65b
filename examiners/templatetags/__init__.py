"""Template tags of examiners."""
