"""Kinds of theory question, difficulty, and the two pools that share nothing."""

from django.db import models


class QuestionKind(models.TextChoices):
    """Kinds of theory question (guide 4.5.1-10)."""

    SINGLE = "single", "单选题"
    MULTIPLE = "multiple", "多选题"
    TRUE_FALSE = "true_false", "判断题"
    FILL_IN = "fill_in", "填空题"
    TERM = "term", "名词解析"
    SHORT = "short", "简答题"
    ESSAY = "essay", "论述题"


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
# Marked by the portal; the others by examiners.
OBJECTIVE = frozenset({*CHOICES, QuestionKind.TRUE_FALSE, QuestionKind.FILL_IN})


class Difficulty(models.IntegerChoices):
    """How hard a question is."""

    EASY = 1, "易"
    FAIRLY_EASY = 2, "较易"
    MEDIUM = 3, "中等"
    FAIRLY_HARD = 4, "较难"
    HARD = 5, "难"


class Pool(models.TextChoices):
    """What a question is for: exams, or the self-test that anybody can read."""

    EXAM = "exam", "考试题库"
    PRACTICE = "practice", "自测题库"
