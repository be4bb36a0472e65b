"""Results of the accepted candidates of a batch."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import BatchStatus
from candidates.models import Enrolment
from exams.grading import ExamGrade, grade
from exams.scores import Scores
from ostami import clock
from ostami.policy import SCORE_MAX, SCORE_STEP

# A candidate sees scores once management approved them.
PUBLISHED = (BatchStatus.RESULTS_APPROVED, BatchStatus.CERTIFIED, BatchStatus.ARCHIVED)


class ResultQuerySet(ScopedQuerySet["Result"]):
    """Results by scope."""

    def visible_to(self, user: User) -> "ResultQuerySet":
        """Return the results of the enrolments that the person sees; to candidates only published ones."""
        mine = self.filter(enrolment__in=Enrolment.objects.visible_to(user))
        return mine.filter(enrolment__batch__status__in=PUBLISHED) if user.role == Role.CANDIDATE else mine


class ScoreField(models.DecimalField[Decimal | str | float | None, Decimal | None]):
    """A score of 0 to 100 in steps of 0.5, empty for an absence or while it is open."""

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        kwargs.update(max_digits=4, decimal_places=1, null=True, blank=True)
        super().__init__(verbose_name, **kwargs)

    default_validators = [
        MinValueValidator(0, "成绩为 0 至 100 分。"),
        MaxValueValidator(SCORE_MAX, "成绩为 0 至 100 分。"),
        StepValueValidator(SCORE_STEP, "成绩以 0.5 分为最小单位。"),
    ]


def _in_range(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lte": SCORE_MAX})


def _absent_without_score(name: str) -> Q:
    return Q(**{f"{name}_absent": False}) | Q(**{f"{name}__isnull": True})


BOTH_SCORED = Q(theory__isnull=False, practical__isnull=False)


class Result(models.Model):
    """Theory and practical score of one candidate, and the grade that they give.

    A paper without score and absence is still open: the two are often sat and marked on different days.
    """

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="result", verbose_name="考生")
    theory = ScoreField("理论成绩")
    practical = ScoreField("实操成绩")
    theory_absent = models.BooleanField("理论缺考", default=False)
    practical_absent = models.BooleanField("实操缺考", default=False)
    grade = models.CharField("评定成绩", max_length=10, choices=ExamGrade, blank=True, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间", default=clock.now)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "成绩"
        ordering = ("enrolment__sequence",)
        constraints = [
            models.CheckConstraint(
                name="result_scores_in_range",
                condition=_in_range("theory") & _in_range("practical"),
                violation_error_message="成绩为 0 至 100 分（服务指南 4.6-1）。",
            ),
            models.CheckConstraint(
                name="result_absent_without_score",
                condition=_absent_without_score("theory") & _absent_without_score("practical"),
                violation_error_message="缺考的科目不能有成绩，二者取一。",
            ),
            models.CheckConstraint(
                name="result_graded_when_scored",
                condition=BOTH_SCORED & ~Q(grade="") | ~BOTH_SCORED & Q(grade=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.candidate.name}的成绩"

    def save(self, **kwargs: Any) -> None:
        """Store the row with the grade that its scores give."""
        self.grade = grade(self.theory, self.practical) or ""
        super().save(**kwargs)

    @property
    def scores(self) -> Scores:
        """The two papers as a value."""
        return Scores(self.theory, self.practical, self.theory_absent, self.practical_absent)

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.enrolment.batch.station.organisation
