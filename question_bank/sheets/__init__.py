"""Papers of the bank."""
