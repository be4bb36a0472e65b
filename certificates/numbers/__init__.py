"""Where the numbers of certificates come from."""
