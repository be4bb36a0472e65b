"""The bank: theory questions, practical tasks, blueprints, papers, self-tests."""

from question_bank.models.blueprints import Blueprint, BlueprintRow
from question_bank.models.papers import Paper, PaperFile, PaperQuestion, PaperStatus, PaperUse, SealedPart
from question_bank.models.questions import ItemStatus, Question, QuestionPicture
from question_bank.models.self_tests import SelfTest, SelfTestAnswer
from question_bank.models.tasks import PracticalTask, TaskPicture

__all__ = [
    "Blueprint",
    "BlueprintRow",
    "ItemStatus",
    "Paper",
    "PaperFile",
    "PaperQuestion",
    "PaperStatus",
    "PaperUse",
    "PracticalTask",
    "Question",
    "QuestionPicture",
    "SealedPart",
    "SelfTest",
    "SelfTestAnswer",
    "TaskPicture",
]
