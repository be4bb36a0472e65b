"""What an application says, in the words of form F1: read once, for the paper and for its versions."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from documents.sheets import date_in_words
from documents.wording import value_in_words
from ostami.clock import SHANGHAI
from stations.completeness import sections_of
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    EquipmentItem,
    EquipmentUse,
    PersonRole,
    RequestedTrade,
    StationApplication,
)
from stations.models.attachments import RULES
from stations.sections import Section

HOST_LABELS = (
    "承建单位名称",
    "承建单位性质",
    "承建单位法人代表",
    "承建单位地址",
    "联系电话",
    "邮政编码",
)
TRAINERS, STAFF, RULE_LIST = "实训教师配备情况", "考评人员、管理人员配备情况", "机构管理规章目录"
AREA_LABELS = ("办公场地面积", "理论考试场地面积", "技能考核场地面积")
NO_AREA = "        m²"
KIND_SUFFIX = {
    ApplicationKind.ESTABLISHMENT: "",
    ApplicationKind.SCOPE_ADDITION: "（增项）",
    ApplicationKind.SCOPE_REDUCTION: "（减项）",
    ApplicationKind.RENEWAL: "（许可证延续）",
    ApplicationKind.CHANGE: "（变更登记）",
}
# The label speaks of examiners before managers.
STAFF_ORDER = (PersonRole.EXAMINER, PersonRole.DIRECTOR, PersonRole.DEPUTY, PersonRole.MANAGER)
REDUCED = "申请职业（工种）一页所列，为申请减去的工种和等级。"


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A requested trade as it is printed."""

    occupation: str
    trade: str
    levels: str
    examiners: str


@dataclass(frozen=True, slots=True)
class FormContents:
    """Every answer of F1 as text; the one without answers prints the empty form.

    `equipment` holds (name, quantity) in the order of entry; `left_out` the sections that this kind of
    application doesn't have.
    """

    category: str = ""
    host: tuple[str, ...] = ("",) * len(HOST_LABELS)
    head: str = ""
    applied_on: str = date_in_words(None)
    trainers: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    areas: tuple[str, ...] = (NO_AREA,) * len(AREA_LABELS)
    equipment: dict[EquipmentUse, tuple[tuple[str, str], ...]] = field(
        default_factory=lambda: dict.fromkeys(EquipmentUse, ())
    )
    trades: tuple[TradeLine, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: frozenset[Section] = frozenset()


def contents_of(application: StationApplication) -> FormContents:
    """Return what `application` says as it stands."""
    people = list(application.people.all())
    return FormContents(
        category=category_of(application),
        host=_host(application),
        head=application.head,
        applied_on=_applied_on(application),
        trainers=_named(people, PersonRole.TRAINER),
        staff=tuple(line for role in STAFF_ORDER for line in _named(people, role, with_role=True)),
        rules=_rules(application),
        areas=_areas(application),
        equipment=_equipment(application),
        trades=tuple(map(_trade, requested_in_order(application))),
        remarks=_remarks(application),
        left_out=frozenset(Section) - frozenset(sections_of(application)),
    )


def category_of(application: StationApplication) -> str:
    """Return the kind of organisation applied for, with what is asked where the station exists already."""
    return application.category + KIND_SUFFIX[ApplicationKind(application.kind)]


def requested_in_order(application: StationApplication) -> list[RequestedTrade]:
    """Return the requested trades ascending by code, however they were entered (guide 2.3, note 2).

    They are sorted here, since a database may leave hyphens out when it compares codes.
    """
    # Training equipment before testing equipment, as the form has them.
    equipment = Prefetch("equipment", EquipmentItem.objects.order_by("-use", "position", "pk"))
    joined = application.trades.select_related("trade__occupation").prefetch_related(equipment, "examiners")
    return sorted(joined, key=_code_order)


def _code_order(requested: RequestedTrade) -> tuple[str, str, int, int]:
    trade = requested.trade
    return trade.occupation.code, trade.code, trade.sequence, trade.pk


def _host(application: StationApplication) -> tuple[str, ...]:
    return (
        application.host_organization,
        application.nature,
        application.legal_representative,
        application.address,
        application.phone,
        application.postcode,
    )


def _applied_on(application: StationApplication) -> str:
    """Return the day of submission; while it can be changed, the gaps, since it is signed anew."""
    at = None if application.is_open else application.submitted_at
    return date_in_words(at.astimezone(SHANGHAI).date() if at else None)


def _named(people: list[ApplicationPerson], role: PersonRole, *, with_role: bool = False) -> tuple[str, ...]:
    return tuple(_person(one, with_role=with_role) for one in people if one.role == role)


def _person(person: ApplicationPerson, *, with_role: bool) -> str:
    name = f"{person.name}（{person.get_role_display()}）" if with_role else person.name
    return "　".join(part for part in (name, person.title, person.subject) if part)


def _rules(application: StationApplication) -> tuple[str, ...]:
    there = {file.kind for file in application.attachments.all()}
    uploaded = [rule.label for rule in RULES if rule in there]
    return tuple(f"{number}. {name}" for number, name in enumerate(uploaded, start=1))


def _areas(application: StationApplication) -> tuple[str, ...]:
    areas = (application.office_area, application.theory_area, application.practical_area)
    return tuple(map(_area, areas))


def _area(area: Decimal | None) -> str:
    return NO_AREA if area is None else f"{value_in_words(area)} m²"


def _equipment(application: StationApplication) -> dict[EquipmentUse, tuple[tuple[str, str], ...]]:
    items = list(application.equipment.all())
    return {
        use: tuple((item.name, str(item.quantity)) for item in items if item.use == use)
        for use in EquipmentUse
    }


def _trade(requested: RequestedTrade) -> TradeLine:
    trade = requested.trade
    own = "—" if trade.stands_for_occupation else f"{trade.code} {trade.name}".strip()
    return TradeLine(
        trade.occupation.code_and_name,
        own,
        "、".join(requested.level_labels),
        "、".join(person.name for person in requested.examiners.all()),
    )


def _remarks(application: StationApplication) -> tuple[str, ...]:
    given_up = REDUCED if application.kind == ApplicationKind.SCOPE_REDUCTION else ""
    reason = f"申请事由：{application.reason}" if application.reason else ""
    return tuple(part for part in (given_up, reason, application.remarks) if part)
