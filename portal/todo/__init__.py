"""What waits for a person, by role: counts and deadlines, each with the page on which it is done."""
