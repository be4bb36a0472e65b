"""Who came to which paper."""
