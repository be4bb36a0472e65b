"""What an application still lacks: all of it at once, each with the section where it is filled in."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ostami import policy
from ostami.problems import Problem
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    EquipmentUse,
    PersonRole,
    RequestedTrade,
    StationApplication,
)
from stations.models.attachments import RULES, AttachmentKind
from stations.sections import REQUIRED_FILES, SECTIONS, Section
from stations.trade_choice import held_levels

HOST_CELLS = (
    "host_organization",
    "nature",
    "legal_representative",
    "head",
    "province",
    "address",
    "phone",
    "postcode",
    "email",
)
AREAS = ("office_area", "theory_area", "practical_area")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an application lacks, and the section in which it is mended."""

    section: Section
    problem: Problem


def missing_parts(application: StationApplication, *, today: date) -> list[Missing]:
    """Return everything that stands in the way of handing `application` in, in the order of its sections."""
    return [
        Missing(section, problem)
        for section in sections_of(application)
        for problem in _CHECKS[section](application, today)
    ]


def sections_of(application: StationApplication) -> tuple[Section, ...]:
    """Return the sections that this kind of application has."""
    return SECTIONS[ApplicationKind(application.kind)]


def _host(application: StationApplication, today: date) -> Iterator[Problem]:
    empty = [name for name in HOST_CELLS if not getattr(application, name)]
    if empty:
        yield Problem(f"还没有填写：{'、'.join(map(_label_of, empty))}", "2.3")


def _label_of(name: str) -> str:
    field = StationApplication._meta.get_field(name)  # noqa: SLF001  Django's documented API
    return str(getattr(field, "verbose_name", name))


def _premises(application: StationApplication, today: date) -> Iterator[Problem]:
    for name in AREAS:
        if not getattr(application, name):
            yield Problem(f"还没有填写{_label_of(name)}，须大于 0 平方米", "2.1.3")


def _people(application: StationApplication, today: date) -> Iterator[Problem]:
    count = Counter(person.role for person in application.people.all())
    if application.kind == ApplicationKind.SCOPE_ADDITION:
        return
    for role in (PersonRole.DIRECTOR, PersonRole.MANAGER):
        if count[role] != 1:
            yield Problem(
                f"{role.label}须为 1 人，现有 {count[role]} 人", "2.1.2", f"请登记 1 名{role.label}"
            )
    if count[PersonRole.DEPUTY] < policy.STATION_MIN_DEPUTIES:
        yield Problem("还没有副站长，至少须有 1 人", "2.1.2", "请登记副站长")
    if application.kind == ApplicationKind.ESTABLISHMENT and not count[PersonRole.TRAINER]:
        yield Problem("还没有登记实训教师", "2.3", "请至少登记 1 名实训教师")


def _equipment(application: StationApplication, today: date) -> Iterator[Problem]:
    there = {item.use for item in application.equipment.all()}
    for use in EquipmentUse:
        if use not in there:
            yield Problem(f"还没有登记{use.label}", "2.1.3", f"请至少登记 1 项{use.label}")


def _trades(application: StationApplication, today: date) -> Iterator[Problem]:
    trades = list(
        application.trades.select_related("trade__occupation").prefetch_related("equipment", "examiners")
    )
    if not trades:
        yield Problem("还没有选择申请工种", "2.3", "请从目录中选择工种和等级")
    held = held_levels(application)
    for requested in trades:
        yield from trade_problems(application, requested, held=held, today=today)
    yield from _spread_thin(trades)


def trade_problems(
    application: StationApplication, requested: RequestedTrade, *, held: Mapping[int, str], today: date
) -> Iterator[Problem]:
    """Yield what one requested trade lacks; `held` are the levels that the station has by trade key."""
    yield from _in_catalogue(application, requested, today)
    yield from _against_scope(application, requested, set(held.get(requested.trade_id, "")))
    if application.kind != ApplicationKind.SCOPE_REDUCTION:
        yield from _provided_for(requested)


def _in_catalogue(
    application: StationApplication, requested: RequestedTrade, today: date
) -> Iterator[Problem]:
    trade = requested.trade
    if application.kind != ApplicationKind.SCOPE_REDUCTION and not trade.is_live(today):
        yield Problem(f"工种“{trade.name}”已停用", remedy="请删除后改选目录中现行的工种")
    if trade.occupation.scheme != application.scheme:
        yield Problem(
            f"“{trade.name}”不属于“{application.get_scheme_display()}”", "2.5", "请删除后改选，或另行申请"
        )


def _against_scope(
    application: StationApplication, requested: RequestedTrade, held: set[str]
) -> Iterator[Problem]:
    """An addition asks for what the station lacks, a reduction for what it has."""
    asked, name = set(requested.levels), requested.trade.name
    if application.kind == ApplicationKind.SCOPE_ADDITION and asked <= held:
        yield Problem(f"“{name}”所选等级本站均已获批", remedy="请增选等级，或删除这一条")
    if application.kind == ApplicationKind.SCOPE_REDUCTION and not asked <= held:
        yield Problem(f"“{name}”所选等级不全在本站评价范围内", remedy="请只选择已获批的等级")


def _provided_for(requested: RequestedTrade) -> Iterator[Problem]:
    """Every trade names its equipment and at least three examiners (guide 2.1.2 and 2.3, notes 1 and 8)."""
    name = requested.trade.name
    if not requested.equipment.all():
        yield Problem(f"“{name}”还没有对应的设备", "2.3", "请勾选该工种使用的设备")
    count = len(requested.examiners.all())
    if count < policy.EXAMINERS_PER_TRADE:
        yield Problem(
            f"“{name}”只有 {count} 名对应考评员，至少须有 {policy.EXAMINERS_PER_TRADE} 名",
            "2.1.2",
            "请在“人员配备”登记考评员，再在该工种中勾选",
        )


def _spread_thin(trades: list[RequestedTrade]) -> Iterator[Problem]:
    """Nobody examines more than three trades (guide 3.2)."""
    named: Counter[ApplicationPerson] = Counter(
        person for requested in trades for person in requested.examiners.all()
    )
    for person, count in named.items():
        if count > policy.EXAMINER_MAX_TRADES:
            yield Problem(
                f"考评员{person.name}对应了 {count} 个工种，每人限 {policy.EXAMINER_MAX_TRADES} 个",
                "3.2",
                "请减少该考评员对应的工种",
            )


def _reason(application: StationApplication, today: date) -> Iterator[Problem]:
    if not application.reason.strip():
        yield Problem("还没有填写申请事由")


def _files(application: StationApplication, today: date) -> Iterator[Problem]:
    there = Counter(file.kind for file in application.attachments.all())
    required = REQUIRED_FILES[ApplicationKind(application.kind)]
    rules = [kind for kind in RULES if kind in required]
    lacking = [kind.label for kind in rules if not there[kind]]
    if lacking:
        text = (
            f"管理制度须上传 {len(rules)} 项，现有 {len(rules) - len(lacking)} 项，还差：{'；'.join(lacking)}"
        )
        yield Problem(text, "2.1.4")
    for kind, least in required.items():
        if kind not in RULES and there[kind] < least:
            yield _too_few(kind, there[kind], least)


def _too_few(kind: AttachmentKind, there: int, least: int) -> Problem:
    if least == 1:
        return Problem(f"还没有上传{kind.label}", "2.3")
    return Problem(f"{kind.label}须有 {least} 张，现有 {there} 张", "2.3")


_CHECKS: dict[Section, Callable[[StationApplication, date], Iterator[Problem]]] = {
    Section.HOST: _host,
    Section.PREMISES: _premises,
    Section.PEOPLE: _people,
    Section.EQUIPMENT: _equipment,
    Section.TRADES: _trades,
    Section.REASON: _reason,
    Section.FILES: _files,
}
