"""Verbs on stations: scope, opening, applications, staff, reviews."""
