"""What a paper examines, where it comes from, and the parts that it is printed in."""

from django.db import models


class PaperKind(models.TextChoices):
    """The two papers of an exam."""

    THEORY = "theory", "理论"
    PRACTICAL = "practical", "实操"


class PaperSource(models.TextChoices):
    """Where a paper comes from."""

    COMPOSED = "composed", "题库组卷"
    WORKBOOK = "workbook", "试题模板上传"
    UPLOADED = "uploaded", "成卷上传（PDF）"
    TASK = "task", "实操试题"


# Those that are made of questions of the bank.
OF_QUESTIONS = frozenset({PaperSource.COMPOSED, PaperSource.WORKBOOK})


class PaperPart(models.TextChoices):
    """The files of a sealed paper; an uploaded or practical one has no second version."""

    PAPER_A = "paper_a", "试卷（A卷）"
    PAPER_B = "paper_b", "试卷（B卷）"
    ANSWERS_A = "answers_a", "答案与评分说明（A卷）"
    ANSWERS_B = "answers_b", "答案与评分说明（B卷）"
    SCORING = "scoring", "评分表"


# What candidates must not see before the exam, and examiners need from the exam day on.
FOR_MARKING = frozenset({PaperPart.ANSWERS_A, PaperPart.ANSWERS_B})
VERSIONS = {"A": (PaperPart.PAPER_A, PaperPart.ANSWERS_A), "B": (PaperPart.PAPER_B, PaperPart.ANSWERS_B)}
