"""Manuals, glossary, rules that answer why something can't be done, the guided first batch."""
