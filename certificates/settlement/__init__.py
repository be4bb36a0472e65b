"""What certificates cost, and how a station settles them (guide 4.6-3, 4.6-7)."""
