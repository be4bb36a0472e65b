"""Addresses of the roster, of examiner applications and of trainings."""
