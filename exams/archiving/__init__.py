"""The archive of a batch, and the release of evidence whose time is over (guide 4.7-5)."""
