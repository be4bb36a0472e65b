"""Papers at the exam station: who may sign for them, who did, and every copy that was handed out."""

from typing import Self

from django.db import models

from accounts.models import Organisation, User
from accounts.querysets import M_co, ScopedQuerySet
from exams.papers.numbers import grouped
from question_bank.models import PaperUse
from question_bank.paper_kinds import PaperPart
from stations.models import Station
from stations.querysets import StationScopedQuerySet


class PaperSize(models.TextChoices):
    """How a paper is laid out: page by page, or as a booklet of folded sheets."""

    A4 = "a4", "A4"
    A3 = "a3", "A3 小册子"


class PaperKeeper(models.Model):
    """Somebody whom a station names to sign for papers (试卷签收人)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="paper_keepers", verbose_name="考试站")
    user = models.ForeignKey(User, models.PROTECT, related_name="keeps_papers", verbose_name="签收人")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="指定人")
    named_at = models.DateTimeField("指定时间")

    objects = StationScopedQuerySet["PaperKeeper"].as_manager()

    class Meta:
        verbose_name = "试卷签收人"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="paper_keeper_once", fields=("station", "user"))]

    def __str__(self) -> str:
        return str(self.user)


class OfUseQuerySet(ScopedQuerySet[M_co]):
    """Rows of a use by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(use__in=PaperUse.objects.visible_to(user))


class PaperReceipt(models.Model):
    """A named person signed for the paper of a batch's trade, with the password (试卷签收, guide 4.5.1-6).

    It holds for that exam date: after a change everybody signs anew.

    Attributes:
        exam_date: the exam's date as it was then.
    """

    use = models.ForeignKey(PaperUse, models.PROTECT, related_name="receipts", verbose_name="试卷选用")
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签收人")
    signed_at = models.DateTimeField("签收时间")
    exam_date = models.DateField("考试日期", editable=False)

    objects = OfUseQuerySet["PaperReceipt"].as_manager()

    class Meta:
        verbose_name = "试卷签收"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="paper_receipt_once", fields=("use", "signed_by", "exam_date"))
        ]

    def __str__(self) -> str:
        return f"{self.use}签收"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.use.audit_organisation


class PaperCopy(models.Model):
    """One downloaded file; its number stands on each of its pages (guide 4.5.1-6)."""

    number = models.CharField("编号", max_length=20, unique=True)
    use = models.ForeignKey(PaperUse, models.PROTECT, related_name="copies", verbose_name="试卷选用")
    part = models.CharField("部分", max_length=10, choices=PaperPart)
    size = models.CharField("版式", max_length=2, choices=PaperSize)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="下载人")
    made_at = models.DateTimeField("下载时间")

    objects = OfUseQuerySet["PaperCopy"].as_manager()

    class Meta:
        verbose_name = "试卷下载"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return grouped(self.number)

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.use.audit_organisation
