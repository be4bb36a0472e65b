"""What the bank's pages read."""
