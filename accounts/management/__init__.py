"""Management of accounts."""
