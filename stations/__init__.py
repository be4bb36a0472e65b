"""The registry of exam stations and the scope they are authorised for (floor 5)."""
