"""The score sheet, the second person's confirmation, and marks of single examiners."""
