"""Pages of examiner applications."""
