"""Theory questions."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from documents.file_rows import FileRow
from question_bank.content import Content, likeness, read_content
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models.sealed import SealedRow
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow.lifecycle import Case, CaseQuerySet


class ItemStatus(models.TextChoices):
    """States of a question or a practical task."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待复核"
    RETURNED = "returned", "已退回"
    ACTIVE = "active", "已启用"
    RETIRED = "retired", "已停用"


# Who writes them may still change them.
OPEN = (ItemStatus.DRAFT, ItemStatus.RETURNED)


def owner_scope(user: User) -> Q:
    """Return the filter for rows of the banks that a person sees: the own; management sees those below."""
    if user.organisation is None:
        return Q(pk__in=[])
    match user.role:
        case Role.STATION:
            return Q(owner=user.organisation)
        case Role.MANAGEMENT:
            # Asked aside: joined, the whole bank would be sorted before the first page is cut off.
            below = Organisation.objects.filter(Q(pk=user.organisation.pk) | Q(parent=user.organisation))
            return Q(owner__in=below.values("pk"))
        case Role.CENTRE:
            return Q()
        case _:
            return Q(pk__in=[])


class ItemQuerySet(CaseQuerySet, ScopedQuerySet["Question"]):
    """Rows of the bank by scope and state."""

    def visible_to(self, user: User) -> Self:
        """Return those of the banks that the person sees."""
        return self.filter(owner_scope(user))

    def active(self) -> Self:
        """Return those that may be used."""
        return self.filter(status=ItemStatus.ACTIVE)


class Question(SealedRow, Case):
    """One version of a theory question; once used it is never changed, only superseded."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="questions", verbose_name="所属机构")
    pool = models.CharField("题库", max_length=10, choices=Pool)
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="questions", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    kind = models.CharField("题型", max_length=20, choices=QuestionKind)
    knowledge_point = models.CharField("知识点", max_length=60)
    difficulty = models.PositiveSmallIntegerField("难度", choices=Difficulty, default=Difficulty.MEDIUM)
    points = models.DecimalField("分值", max_digits=4, decimal_places=1)
    likeness = models.CharField(max_length=64, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=ItemStatus, default=ItemStatus.DRAFT, editable=False
    )
    version = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="superseded_by", null=True, editable=False, verbose_name="替代"
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="出题人")
    written_at = models.DateTimeField("出题时间")
    used_at = models.DateTimeField("首次使用", null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "理论试题"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="question_points_positive",
                condition=Q(points__gt=0),
                violation_error_message="分值须大于 0。",
            )
        ]
        indexes = [
            models.Index(fields=("owner", "trade", "level", "status")),
            # Whether another pool holds the same question.
            models.Index(fields=("likeness", "pool", "status")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the question's page."""
        return reverse("question_bank:question", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The owner's chain."""
        return self.owner

    @property
    def content(self) -> Content:
        """The question's words in clear."""
        return read_content(self.sealed_text)

    @content.setter
    def content(self, content: Content) -> None:
        self.sealed_text = content.as_text()
        self.likeness = likeness(QuestionKind(self.kind), content)

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be changed."""
        return self.status in OPEN


class QuestionPicture(FileRow):
    """A picture that belongs to a question's stem."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="pictures")
    file = models.FileField("图片", upload_to="questions/")
    content_type = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "试题图片"
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return f"图 {self.place}"
