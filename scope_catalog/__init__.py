"""The catalogue of what can be evaluated: schemes, occupations, trades and their levels."""
