"""Pages that other apps make their own."""
