"""Plans and batches as papers."""
