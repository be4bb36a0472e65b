"""Papers of exams: what they are made of, their sealed files, and the exams that they are for."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import BatchItem, BatchStatus
from documents.file_rows import FileRow
from ostami import policy
from question_bank.models.blueprints import Blueprint
from question_bank.models.questions import Question, owner_scope
from question_bank.models.tasks import PracticalTask
from question_bank.paper_kinds import OF_QUESTIONS, PaperKind, PaperPart, PaperSource
from scope_catalog.levels import Level, level_label
from scope_catalog.models import Trade
from workflow.lifecycle import Case, CaseQuerySet, State


class PaperStatus(models.TextChoices):
    """States of a paper; that it is released is computed from the days of its exams."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待复核"
    RETURNED = "returned", "已退回"
    CHECKED = "checked", "已复核，待封存"
    SEALED = "sealed", "已封存"
    WITHDRAWN = "withdrawn", "已撤回"


# Who writes them may still change them.
PAPER_OPEN = (PaperStatus.DRAFT, PaperStatus.RETURNED)
# No exam takes place; a paper that nobody signed for was seen by nobody there.
NOT_HELD = (BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)
RELEASED = State("released", "签收中")
OVER = State("over", "已考完")


class PaperQuerySet(CaseQuerySet, ScopedQuerySet["Paper"]):
    """Papers by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the banks that the person sees."""
        return self.filter(owner_scope(user))

    def live(self) -> Self:
        """Return those that weren't withdrawn."""
        return self.exclude(status=PaperStatus.WITHDRAWN)


class Paper(Case):
    """A paper of a trade and level (试卷).

    Attributes:
        versions: how many orders of its questions there are, A alone or A and B.
        blueprint: by which it was composed.
        drawn: how it was composed: the blueprint as it stood (`recipe`, its `words` by heading), the `seed`,
            and what the bank couldn't give (`unmet`), a sentence each. Empty for other sources.
        task: the practical task that it is made of.
        sealed_at: from then on its words lie in its sealed parts alone.
    """

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="papers", verbose_name="所属机构")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="papers", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    source = models.CharField("来源", max_length=10, choices=PaperSource, editable=False)
    versions = models.PositiveSmallIntegerField("卷数", default=1, choices=((1, "A卷"), (2, "A卷和B卷")))
    minutes = models.PositiveSmallIntegerField("考试时间（分钟）")
    blueprint = models.ForeignKey(
        Blueprint, models.PROTECT, related_name="papers", null=True, editable=False, verbose_name="组卷方案"
    )
    drawn = models.JSONField(default=dict, editable=False)
    task = models.ForeignKey(
        PracticalTask,
        models.PROTECT,
        related_name="papers",
        null=True,
        editable=False,
        verbose_name="实操试题",
    )
    status = models.CharField(
        "状态", max_length=20, choices=PaperStatus, default=PaperStatus.DRAFT, editable=False
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="命题人")
    written_at = models.DateTimeField("组卷时间")
    sealed_at = models.DateTimeField("封存时间", null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "试卷"
        ordering = ("-pk",)
        indexes = [models.Index(fields=("owner", "trade", "level", "kind", "status"))]
        constraints = [
            models.CheckConstraint(name="paper_takes_time", condition=Q(minutes__gt=0)),
            models.CheckConstraint(
                name="paper_practical_from_task_or_file",
                condition=Q(kind=PaperKind.THEORY, task=None) | Q(kind=PaperKind.PRACTICAL, blueprint=None),
            ),
        ]

    def __str__(self) -> str:
        """Return a name without any of its words: messages and the history are read by more people."""
        return f"{self.get_kind_display()}试卷 {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the paper's page."""
        return reverse("question_bank:paper", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The owner's chain."""
        return self.owner

    @property
    def subject(self) -> str:
        """Trade and level, such as 数控车工 四级/中级工."""
        return f"{self.trade.display_name} {level_label(self.level, occupation=self.trade.occupation)}"

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be changed."""
        return self.status in PAPER_OPEN

    @property
    def is_of_questions(self) -> bool:
        """Tell whether it is made of questions of the bank."""
        return self.source in OF_QUESTIONS

    @property
    def points(self) -> Decimal:
        """The sum of its questions' points."""
        return sum((row.points for row in self.questions.all()), Decimal(0))

    def state_at(self, at: datetime) -> State:
        """Return 签收中 for a sealed paper while it can be signed for, 已考完 after its last exam day."""
        if self.status != PaperStatus.SEALED:
            return super().state_at(at)
        batches = [use.item.batch for use in self.uses.all() if use.ended_at is None]
        held = [batch for batch in batches if batch.status not in NOT_HELD]
        windows = [policy.paper_window(batch.exam_date) for batch in held]
        if any(opens <= at < closes for opens, closes in windows):
            return RELEASED
        if windows and all(at >= closes for _, closes in windows):
            return OVER
        return super().state_at(at)


class PaperQuestion(models.Model):
    """A question of a paper at its place in version A, with its points."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, models.PROTECT, related_name="papers")
    place = models.PositiveSmallIntegerField("题号")
    points = models.DecimalField("分值", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "试卷题目"
        ordering = ("place", "pk")
        constraints = [
            models.UniqueConstraint(name="paper_question_once", fields=("paper", "question")),
            models.CheckConstraint(name="paper_question_points_positive", condition=Q(points__gt=0)),
        ]

    def __str__(self) -> str:
        return f"第 {self.place} 题"


class PartRow(FileRow):
    """A part of a paper as PDF."""

    part = models.CharField("部分", max_length=10, choices=PaperPart)
    pages = models.PositiveSmallIntegerField("页数")

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.get_part_display())


class PaperFile(PartRow):
    """A part of an unsealed paper that was uploaded; it goes when the paper is sealed."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to="paper_drafts/")

    class Meta(PartRow.Meta):
        verbose_name = "上传的试卷"
        constraints = [models.UniqueConstraint(name="paper_file_part_once", fields=("paper", "part"))]


class SealedPart(PartRow):
    """A part of a sealed paper, locked with the paper's own key, which lies elsewhere."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="parts")
    file = models.FileField("文件", upload_to="papers/")

    class Meta(PartRow.Meta):
        verbose_name = "封存的试卷"
        constraints = [models.UniqueConstraint(name="sealed_part_once", fields=("paper", "part"))]


class PaperUseQuerySet(ScopedQuerySet["PaperUse"]):
    """Uses by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(item__in=BatchItem.objects.visible_to(user))

    def standing(self) -> Self:
        """Return those that no other paper has taken the place of."""
        return self.filter(ended_at=None)


class PaperUse(models.Model):
    """The paper of a batch's trade and level, theory or practical (试卷选用).

    Attributes:
        ended_at: when another paper took its place, though somebody had signed for it: it had been withdrawn.
            A use that nobody signed for is deleted instead.
    """

    item = models.ForeignKey(BatchItem, models.CASCADE, related_name="papers", verbose_name="批次工种")
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="uses", verbose_name="试卷")
    used_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="选用人")
    used_at = models.DateTimeField("选用时间")
    ended_at = models.DateTimeField("更换时间", null=True, editable=False)

    objects = PaperUseQuerySet.as_manager()

    class Meta:
        verbose_name = "试卷选用"
        ordering = ("item", "-kind")
        constraints = [
            models.UniqueConstraint(
                name="paper_use_once",
                fields=("item", "kind"),
                condition=Q(ended_at=None),
                violation_error_message="该工种、等级的这一科目已选用试卷，请先取消选用。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}{self.get_kind_display()}试卷"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.item.batch.station.organisation
