"""Composing papers: a pool and a blueprint in, questions and unmet quotas out; no database is read."""
