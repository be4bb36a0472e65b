"""Figures over plans, enrolments, results, certificates and stages, by scope."""
