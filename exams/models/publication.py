"""Public notice of results, objections to them, reviews of scores, and scores carried into a make-up."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from candidates.models import Enrolment
from question_bank.paper_kinds import PaperKind


class PublicNotice(models.Model):
    """Results of a skill_level batch shown to the public for five working days (成绩公示)."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="notice", verbose_name="批次")
    opens_on = models.DateField("公示开始")
    closes_on = models.DateField("公示截止")

    class Meta:
        verbose_name = "成绩公示"
        ordering = ("-opens_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="notice_closes_after_it_opens", condition=Q(closes_on__gte=models.F("opens_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch}成绩公示"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.batch.station.organisation


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    """Objections by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those to the batches that the person sees."""
        return self.filter(notice__batch__in=Batch.objects.visible_to(user))


class Objection(models.Model):
    """What somebody objects to a public notice, and the answer (公示异议)."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示")
    name = models.CharField("姓名", max_length=50)
    contact = models.CharField("联系方式", max_length=60)
    text = models.TextField("异议内容")
    raised_at = models.DateTimeField("提出时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "公示异议"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"异议 {self.pk}"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.notice.audit_organisation


class ReviewOutcome(models.TextChoices):
    """What a review of a score came to; `CENTRE` where certificates were issued before it was answered."""

    UPHELD = "upheld", "成绩无误"
    CORRECTED = "corrected", "已更正"
    CENTRE = "centre", "成绩有误，由指导中心处理"


class ScoreReviewQuerySet(ScopedQuerySet["ScoreReview"]):
    """Reviews by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the enrolments that the person sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class ScoreReview(models.Model):
    """A candidate asks to have a published score read again (成绩复查)."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reviews", verbose_name="考生")
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    reason = models.CharField("申请理由", max_length=300)
    asked_at = models.DateTimeField("申请时间")
    outcome = models.CharField("结果", max_length=10, choices=ReviewOutcome, blank=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = ScoreReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "成绩复查"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="score_review_once",
                fields=("enrolment", "kind"),
                violation_error_message="该科成绩已申请过复查。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}成绩复查"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.enrolment.batch.station.organisation


class CarriedScore(models.Model):
    """A passed paper's score that counts in a make-up exam (补考): the other paper alone is sat again."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="carried", verbose_name="补考报名"
    )
    source = models.ForeignKey(Enrolment, models.PROTECT, related_name="+", verbose_name="原报名")
    kind = models.CharField("保留科目", max_length=10, choices=PaperKind)
    score = models.DecimalField("保留成绩", max_digits=4, decimal_places=1)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核定人")
    granted_at = models.DateTimeField("核定时间")

    class Meta:
        verbose_name = "保留成绩"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}保留成绩"
