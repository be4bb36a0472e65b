"""Pages of plans and batches."""
