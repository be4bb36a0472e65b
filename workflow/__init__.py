"""Life cycles: transitions and their only door, the audit chain, the case history (floor 2)."""
