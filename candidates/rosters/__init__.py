"""A batch's roster: list, warnings, the frozen form and its exports."""
