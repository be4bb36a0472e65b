"""Annual plans and exam batches with their deadlines (floor 7)."""
