"""Base views of the portal, and the pages of the own account."""
