"""Pages of station applications."""
