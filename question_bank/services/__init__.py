"""Verbs on the bank: each locks its row and is audited."""
