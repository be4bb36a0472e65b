"""Life cycles of the bank."""

from question_bank.lifecycle import items, papers

__all__ = ["items", "papers"]
