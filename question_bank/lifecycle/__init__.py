"""Life cycles of the bank."""

from question_bank.lifecycle import items

__all__ = ["items"]
