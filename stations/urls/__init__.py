"""Addresses of the registry, of applications and of annual reviews."""
