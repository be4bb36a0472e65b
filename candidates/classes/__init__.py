"""Classes that a station enters: table, list and slips."""
