"""Template tags of batches."""
