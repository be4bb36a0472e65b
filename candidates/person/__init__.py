"""A candidate as a person: registration, document types, the privacy text and mail."""
