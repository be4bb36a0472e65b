"""Pages of the portal itself."""
