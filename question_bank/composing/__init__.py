"""Composing papers: a pool and a blueprint in, questions and unmet quotas out; no database is read.

`compose` draws, `arrange` sets one version of a paper in order, `shuffled` moves a question's options.
"""

from question_bank.composing.arranging import Placed, arrange, shuffled
from question_bank.composing.drawing import Composed, compose
from question_bank.composing.inputs import Item, Recipe, targets

__all__ = ["Composed", "Item", "Placed", "Recipe", "arrange", "compose", "shuffled", "targets"]
