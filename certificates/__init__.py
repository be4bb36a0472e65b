"""The qualified roster, certificates with their numbers, the public lookup (floor 11)."""
