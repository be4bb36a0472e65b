"""Pages of candidates, for candidates and for those who review them."""
