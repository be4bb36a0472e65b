"""Whose turn it is with what was handed in, until when, and what was said."""
