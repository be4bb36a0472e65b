"""Makers of named people and things for tests."""
