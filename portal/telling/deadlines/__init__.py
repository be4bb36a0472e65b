"""Telling people of deadlines seven, three and one days ahead."""
