"""What candidates were told of."""

from django.db import models

from candidates.models.enrolments import Enrolment


class NoticeKind(models.TextChoices):
    """What candidates are told of by mail."""

    DATE_CHANGED = "date_changed", "考试日期调整"
    BATCH_CANCELLED = "batch_cancelled", "批次取消"
    REVIEWED = "reviewed", "报名审核结果"
    CORRECTED = "corrected", "更正申请结果"
    CERTIFIED = "certified", "证书核发"
    CERTIFICATE_POSTED = "certificate_posted", "证书寄出"
    CERTIFICATE_ARRIVED = "certificate_arrived", "证书到站"
    CERTIFICATE_CHANGED = "certificate_changed", "证书变更"


class CandidateNotice(models.Model):
    """One mail that told a candidate of something, so that none goes twice.

    `subject_key` is the key of what it told of: the change of date, the batch, the event of a decision, the
    parcel, or the change of a certificate.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notices", verbose_name="报名")
    kind = models.CharField("事项", max_length=20, choices=NoticeKind)
    subject_key = models.PositiveBigIntegerField(editable=False)
    sent_at = models.DateTimeField("发送时间")

    class Meta:
        verbose_name = "考生通知"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="candidate_notice_once", fields=("enrolment", "kind", "subject_key"))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.enrolment}"
