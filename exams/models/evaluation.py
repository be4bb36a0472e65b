"""The evaluation report of a trade's panel, and where each examiner stands on it (guide 4.6-2)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch, BatchItem
from examiners.models import Examiner
from workflow.lifecycle import Case, CaseQuerySet, State


class ReportStatus(models.TextChoices):
    """States of an evaluation report."""

    DRAFT = "draft", "草稿"
    ISSUED = "issued", "待考评员确认"
    SETTLED = "settled", "已确认"


class EvaluationReportQuerySet(CaseQuerySet, ScopedQuerySet["EvaluationReport"]):
    """Reports by scope."""

    def visible_to(self, user: User) -> Self:
        """Return an examiner's own panels'; to staff those of the batches that they see."""
        if user.role == Role.EXAMINER:
            return self.filter(
                Q(item__leader__user=user) | Q(item__in=BatchItem.objects.filter(examiners__user=user))
            )
        return self.filter(item__batch__in=Batch.objects.visible_to(user))


class EvaluationReport(Case):
    """What the leader of a panel reports of the exam of one trade and level (评价报告).

    Attributes:
        writer: whom of the panel management named in the leader's place; None while the leader writes.
        figures: what was counted when it was issued: people, absences, passes, grades.
    """

    item = models.OneToOneField(BatchItem, models.PROTECT, related_name="evaluation", verbose_name="批次工种")
    writer = models.ForeignKey(
        Examiner, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="代考评组长"
    )
    premises = models.TextField("场地情况", blank=True)
    equipment = models.TextField("设备、工量具和材料情况", blank=True)
    papers = models.TextField("试题适用性", blank=True)
    marking = models.TextField("评分标准执行情况", blank=True)
    misconduct = models.TextField("违纪及处理情况", blank=True)
    incidents = models.TextField("突发情况及处理", blank=True)
    problems = models.TextField("存在问题", blank=True)
    advice = models.TextField("意见和建议", blank=True)
    figures = models.JSONField(default=dict, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT, editable=False
    )
    issued_at = models.DateTimeField("签发时间", null=True, editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="签发人"
    )

    objects = EvaluationReportQuerySet.as_manager()

    class Meta:
        verbose_name = "评价报告"
        ordering = ("item",)

    def __str__(self) -> str:
        return f"{self.item}评价报告"

    def get_absolute_url(self) -> str:
        """Return the report's page."""
        return reverse("exams:evaluation", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.item.batch.station.organisation

    @property
    def chair(self) -> Examiner:
        """Who writes, issues and answers: the leader, or whom management named in the leader's place."""
        return self.writer or self.item.leader

    @property
    def chair_words(self) -> str:
        """The part and the name of whoever writes."""
        return f"{'代' if self.writer else ''}考评组长{self.chair}"

    def state_at(self, at: datetime) -> State:
        """Return an issued report in the colour of what waits: elsewhere 已签发 is the end."""
        state = super().state_at(at)
        return State("submitted", state.word) if self.status == ReportStatus.ISSUED else state


class Stance(models.TextChoices):
    """Where an examiner stands on the leader's report; `EXCUSED` of whom management let off."""

    CONFIRM = "confirm", "确认"
    SUPPLEMENT = "supplement", "补充"
    OPPOSE = "oppose", "反对"
    EXCUSED = "excused", "未表态"


class Position(models.Model):
    """What one examiner says to the leader's report, and the leader's answer to an opposition."""

    report = models.ForeignKey(
        EvaluationReport, models.PROTECT, related_name="positions", verbose_name="评价报告"
    )
    examiner = models.ForeignKey(Examiner, models.PROTECT, related_name="+", verbose_name="考评员")
    stance = models.CharField("意见", max_length=12, choices=Stance)
    text = models.TextField("说明", blank=True)
    taken_at = models.DateTimeField("时间")
    answer = models.TextField("组长答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "考评员意见"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="position_once", fields=("report", "examiner")),
            models.CheckConstraint(
                name="position_in_words",
                condition=Q(stance="confirm") | ~Q(text=""),
                violation_error_message="补充和反对请写明内容。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.examiner}{self.get_stance_display()}"
