"""Managers of exam affairs (考务管理人员) and supervisors (督导员)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from examiners.models.roster import ExaminerState, state_by_dates, validity_in_words
from stations.models import Station
from stations.querysets import StationScopedQuerySet


class Term(models.Model):
    """An appointment with a certificate: from a first to a last day, both included, or ended before."""

    person_name = models.CharField("姓名", max_length=50)
    certificate_number = models.CharField("证书编号", max_length=40, unique=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期至")
    ended_on = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_dates_in_order",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message="有效期截止日期不能早于起始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.person_name

    @property
    def validity(self) -> str:
        """The first and last day, and the end before its time if there is one, in words."""
        return validity_in_words(self.valid_from, self.valid_to, self.ended_on)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the appointment holds on `day`, first and last day included."""
        return self.state_on(day) is ExaminerState.VALID

    def state_on(self, day: date) -> ExaminerState:
        """Return what the appointment is on `day`; on `ended_on` it no longer holds."""
        return state_by_dates(self.valid_from, self.valid_to, self.ended_on, day=day)


class ManagerQuerySet(StationScopedQuerySet["Manager"]):
    """Managers by scope."""


class Manager(Term):
    """A manager of exam affairs at a station, approved by F2 (guide 3.1.2-2)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="managers", verbose_name="考试站")

    objects = ManagerQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = "管理人员"
        ordering = ("station__organisation__code", "person_name", "pk")

    def get_absolute_url(self) -> str:
        """Return the manager's page."""
        return reverse("examiners:manager", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation


class SupervisorQuerySet(ScopedQuerySet["Supervisor"]):
    """Supervisors by scope."""

    def visible_to(self, user: User) -> Self:
        """Return management's own supervisors, oneself to a supervisor, all to the centre."""
        match user.role:
            case Role.CENTRE:
                return self
            case Role.MANAGEMENT:
                return self.filter(organisation=user.organisation_id)
            case Role.SUPERVISOR:
                return self.filter(user=user)
            case _:
                return self.none()


class Supervisor(Term):
    """One whom management sends to exams (guide 4.5.1-11): its own staff or an appointee.

    `station` is where an appointee works; nobody supervises the own station.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supervisors", verbose_name="管理站"
    )
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="supervisor", verbose_name="登录账号"
    )
    employer = models.CharField("工作单位", max_length=100)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属考试站"
    )
    province = models.CharField("所在省份", max_length=20, blank=True)
    email = models.EmailField("邮箱", blank=True)

    objects = SupervisorQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = "督导员"
        ordering = ("person_name", "pk")

    def get_absolute_url(self) -> str:
        """Return the supervisor's page."""
        return reverse("examiners:supervisor", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the management station."""
        return self.organisation
