"""Long work as a row that people can see: progress, result, expiry (floor 2)."""
