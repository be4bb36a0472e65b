"""Scores, grades and the submission of results (floor 10)."""
