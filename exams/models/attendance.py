"""Who came to which paper."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from candidates.models import Enrolment
from question_bank.paper_kinds import PaperKind


class AttendanceState(models.TextChoices):
    """How a candidate stood at a paper."""

    PRESENT = "present", "到考"
    ABSENT = "absent", "缺考"
    EXCUSED = "excused", "请假"
    MISCONDUCT = "misconduct", "违纪"


# Who has no score in that paper.
UNSCORED = (AttendanceState.ABSENT, AttendanceState.EXCUSED, AttendanceState.MISCONDUCT)
# What isn't recorded without words.
NOTED = (AttendanceState.EXCUSED, AttendanceState.MISCONDUCT)


class AttendanceQuerySet(ScopedQuerySet["Attendance"]):
    """Attendance by scope."""

    def visible_to(self, user: User) -> Self:
        """Return that of the enrolments that the person sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Attendance(models.Model):
    """How one candidate stood at one paper (到考登记)."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance", verbose_name="考生")
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    state = models.CharField("到考情况", max_length=12, choices=AttendanceState)
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "到考登记"
        ordering = ("enrolment__sequence", "-kind")
        constraints = [
            models.UniqueConstraint(name="attendance_once_a_paper", fields=("enrolment", "kind")),
            models.CheckConstraint(
                name="attendance_noted",
                condition=~Q(state__in=["excused", "misconduct"]) | ~Q(note=""),
                violation_error_message="请假和违纪请写明情况。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.candidate.name}{self.get_kind_display()}{self.get_state_display()}"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.enrolment.batch.station.organisation
