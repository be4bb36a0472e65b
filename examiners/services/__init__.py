"""Verbs on examiners: the roster, applications, trainings, transfers."""
