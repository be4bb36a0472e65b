"""The evaluation report of a panel, and where each examiner stands on it (guide 4.6-2)."""
