"""A station's applications: establishment with form F1, and every later change of scope, licence or facts."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet
from accounts.rights import Role
from scope_catalog.choices import Scheme
from scope_catalog.levels import LEVEL_SETS, level_label
from scope_catalog.models import Trade
from stations.models.premises import Premises
from stations.models.registry import Station
from stations.models.staff import Position
from stations.querysets import EVERYTHING, NOTHING
from workflow.lifecycle import Case, CaseQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class ApplicationKind(models.TextChoices):
    """What is applied for."""

    ESTABLISHMENT = "establishment", "建站申报"
    SCOPE_ADDITION = "scope_addition", "增项申请"
    SCOPE_REDUCTION = "scope_reduction", "减项申请"
    RENEWAL = "renewal", "许可证延续"
    CHANGE = "change", "变更登记"


class ApplicationStatus(models.TextChoices):
    """States of a station application."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待推荐"
    ENDORSED = "endorsed", "待审批"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    REJECTED = "rejected", "不予批准"


OPEN_STATUSES = (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED)
ENDED_STATUSES = (ApplicationStatus.APPROVED, ApplicationStatus.REJECTED)


class StationApplicationQuerySet(CaseQuerySet, ScopedQuerySet["StationApplication"]):
    """Applications by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return one's own; to staff those that were handed in once, each in its scope.

        A branch sees its province's applications in the scheme skill_level. A station sees the application
        that established it, too.
        """
        return self.filter(_application_scope(user))


def _application_scope(user: "User") -> Q:
    handed_in = Q(submitted_at__isnull=False)
    match user.role:
        case Role.APPLICANT:
            return Q(organisation=user.organisation_id)
        case Role.STATION:
            own = user.organisation_id
            return Q(organisation=own) | Q(station__organisation=own, submitted_at__isnull=False)
        case Role.MANAGEMENT:
            return Q(organisation__parent=user.organisation_id) & handed_in
        case Role.BRANCH if user.organisation and user.organisation.province:
            return Q(province=user.organisation.province, scheme=Scheme.SKILL_LEVEL) & handed_in
        case Role.CENTRE:
            return EVERYTHING & handed_in
        case _:
            return NOTHING


class StationApplication(Premises, Case):
    """What a school or station applies for, with the answers of form F1 (guide 2.3)."""

    kind = models.CharField("申请类别", max_length=20, choices=ApplicationKind, editable=False)
    scheme = models.CharField("评价类别", max_length=20, choices=Scheme, default=Scheme.ABILITY)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="station_applications", verbose_name="申报单位"
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="考试站"
    )
    status = models.CharField(
        "状态", max_length=20, choices=ApplicationStatus, default=ApplicationStatus.DRAFT, editable=False
    )
    started_at = models.DateTimeField("开始填写时间")
    submitted_at = models.DateTimeField("最近提交时间", null=True, editable=False)

    category = models.CharField("申报机构类别", max_length=30, default="考试站")
    host_organization = models.CharField("承建单位名称", max_length=100, blank=True)
    nature = models.CharField("承建单位性质", max_length=50, blank=True)
    legal_representative = models.CharField("承建单位法人代表", max_length=50, blank=True)
    head = models.CharField("单位负责人", max_length=50, blank=True)
    province = models.CharField("所在省份", max_length=20, blank=True)
    address = models.CharField("承建单位地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    email = models.EmailField("预留邮箱", blank=True)
    reason = models.TextField("申请事由", max_length=1000, blank=True)
    remarks = models.CharField("备注", max_length=500, blank=True)

    objects = StationApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "考试站申报"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="application_one_in_hand",
                fields=("organisation", "kind"),
                condition=~Q(status__in=["approved", "rejected"]),
                violation_error_message="已有一份同类申请正在办理，请在该申请中继续。",
            ),
            models.CheckConstraint(
                name="application_change_names_station",
                condition=Q(kind="establishment") | Q(station__isnull=False),
                violation_error_message="建站以外的申请须由考试站提出。",
            ),
            models.CheckConstraint(
                name="application_areas_not_negative",
                condition=(Q(office_area__isnull=True) | Q(office_area__gte=0))
                & (Q(theory_area__isnull=True) | Q(theory_area__gte=0))
                & (Q(practical_area__isnull=True) | Q(practical_area__gte=0)),
                violation_error_message="面积不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host_organization or self.organisation.name} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the application's page."""
        return reverse("station_applications:page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of whoever applies."""
        return self.organisation

    @property
    def is_open(self) -> bool:
        """Tell whether the applicant can still change it."""
        return self.status in OPEN_STATUSES


class EquipmentUse(models.TextChoices):
    """The two blocks of F1."""

    TRAINING = "training", "培训及考核设备"
    TESTING = "testing", "检测设备"


class EquipmentItem(models.Model):
    """One kind of machine or instrument, in the order of entry."""

    application = models.ForeignKey(StationApplication, models.CASCADE, related_name="equipment")
    use = models.CharField("类别", max_length=10, choices=EquipmentUse)
    position = models.PositiveSmallIntegerField()
    name = models.CharField("设备名称、型号", max_length=100)
    quantity = models.PositiveIntegerField("数量", validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "设备"
        ordering = ("use", "position", "pk")
        constraints = [models.CheckConstraint(name="equipment_counted", condition=Q(quantity__gte=1))]

    def __str__(self) -> str:
        return self.name


class PersonRole(models.TextChoices):
    """What a person of an application is or becomes at the station."""

    DIRECTOR = Position.DIRECTOR.value, Position.DIRECTOR.label
    DEPUTY = Position.DEPUTY.value, Position.DEPUTY.label
    MANAGER = Position.MANAGER.value, Position.MANAGER.label
    EXAMINER = "examiner", "考评员"
    TRAINER = "trainer", "实训教师"


class ApplicationPerson(models.Model):
    """A person named in an application; an examiner who is registered already has a certificate number."""

    application = models.ForeignKey(StationApplication, models.CASCADE, related_name="people")
    role = models.CharField("身份", max_length=20, choices=PersonRole)
    position = models.PositiveSmallIntegerField()
    name = models.CharField("姓名", max_length=50)
    title = models.CharField("职称或技能等级", max_length=50, blank=True)
    subject = models.CharField("专业或任教课程", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    certificate_number = models.CharField("考评员证书编号", max_length=40, blank=True)

    class Meta:
        verbose_name = "申报人员"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class RequestedTrade(models.Model):
    """A trade with the levels applied for, the equipment for it and its examiners (guide 2.1.2, 2.3)."""

    application = models.ForeignKey(StationApplication, models.CASCADE, related_name="trades")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    levels = models.CharField("申请等级", max_length=5)
    equipment = models.ManyToManyField(
        EquipmentItem, related_name="trades", blank=True, verbose_name="对应设备"
    )
    examiners = models.ManyToManyField(
        ApplicationPerson, related_name="trades", blank=True, verbose_name="对应考评员"
    )

    class Meta:
        verbose_name = "申请工种"
        # Ascending by code however they were entered (guide 2.3, note 2).
        ordering = ("trade__occupation__code", "trade__code", "pk")
        constraints = [
            models.UniqueConstraint(
                name="requested_trade_once",
                fields=("application", "trade"),
                violation_error_message="该工种已在申请中，请修改已有的这一条。",
            ),
            models.CheckConstraint(
                name="requested_levels_in_order",
                condition=Q(levels__in=LEVEL_SETS),
                violation_error_message="等级须为 5 至 1 的数字，由低到高书写，如 543。",
            ),
        ]

    def __str__(self) -> str:
        return self.trade.code_and_name

    @property
    def level_labels(self) -> list[str]:
        """The levels with their titles, lowest first."""
        return [level_label(int(level), occupation=self.trade.occupation) for level in self.levels]
