"""Revoking, correcting and replacing issued certificates: asked by one person, decided by another."""
