"""What docs/ says is true."""
