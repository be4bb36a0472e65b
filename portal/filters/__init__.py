"""Filters of lists that somebody keeps."""
