"""Life cycles of the annual plan, of the batch and of a change of its date."""

from batches.lifecycle import batches, date_changes, plans

__all__ = ["batches", "date_changes", "plans"]
