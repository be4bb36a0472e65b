"""Composing papers: a pool and a blueprint in, questions and unmet quotas out; no database is read.

`compose` draws, `arrange` sets one version of a paper in order, `shuffled` moves a question's options.
"""

from question_bank.composing.arranging import Orders, Placed, arrange, shuffled
from question_bank.composing.drawing import Composed, compose, unmet
from question_bank.composing.inputs import Item, Recipe, targets
from question_bank.composing.selection import Cell

__all__ = [
    "Cell",
    "Composed",
    "Item",
    "Orders",
    "Placed",
    "Recipe",
    "arrange",
    "compose",
    "shuffled",
    "targets",
    "unmet",
]
