"""The personal form F3 page by page: what is asked, what is missing, what was changed."""
