"""Starting an application."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from accounts.rights import Role
from ostami.clock import SHANGHAI
from ostami.problems import Problem, refuse_if
from scope_catalog.choices import Scheme
from stations.models import ApplicationKind, LicenceState, Station, StationApplication, StationStatus
from stations.models.applications import ENDED_STATUSES
from stations.services.prefill import prefill_facts, prefill_rows
from workflow import audit

KINDS_OF: dict[Role, tuple[ApplicationKind, ...]] = {
    Role.APPLICANT: (ApplicationKind.ESTABLISHMENT,),
    Role.STATION: tuple(kind for kind in ApplicationKind if kind != ApplicationKind.ESTABLISHMENT),
}


@transaction.atomic
def start_application(
    *, kind: ApplicationKind, actor: User, at: datetime, scheme: Scheme = Scheme.ABILITY
) -> StationApplication:
    """Make a draft of the actor's organisation, filled with what the portal knows already; audited.

    Args:
        kind: what is applied for: a school establishes, a station changes what it has.
        actor: the login of the school or station.
        at: the instant of the act.
        scheme: under which of the two schemes trades are asked for.

    Raises:
        BlockedError: the kind isn't for this role, one is in hand, or the station can't apply as it is.
    """
    refuse_if(start_problems(kind, actor, at=at))
    application = StationApplication(
        kind=kind, scheme=scheme, organisation=_own(actor), station=own_station(actor), started_at=at
    )
    prefill_facts(application)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        # Two clicks at one instant: the constraint let one of them pass.
        refuse_if(_in_hand_problems(kind, actor))
        raise
    prefill_rows(application, today=at.astimezone(SHANGHAI).date())
    audit.record(
        application, action="start", sentence=f"开始填写{application.get_kind_display()}", actor=actor, at=at
    )
    return application


def own_station(actor: User) -> Station | None:
    """Return the station whose login the actor has; None for a school."""
    return Station.objects.filter(organisation=actor.organisation_id).select_related("organisation").first()


def in_hand(kind: ApplicationKind, actor: User) -> StationApplication | None:
    """Return the application of a kind that the actor's organisation has under way."""
    rows = StationApplication.objects.filter(organisation=actor.organisation_id, kind=kind)
    return rows.exclude(status__in=ENDED_STATUSES).first()


def start_problems(kind: ApplicationKind, actor: User, *, at: datetime) -> Iterator[Problem]:
    """Yield what keeps the actor from starting an application of a kind."""
    if kind not in KINDS_OF.get(Role(actor.role), ()):
        yield Problem(f"{kind.label}不由{Role(actor.role).label}办理", "2.2", "请从列出的申请类别中选择")
        return
    yield from _in_hand_problems(kind, actor)
    station = own_station(actor)
    if station is None:
        yield from _established_problems(_own(actor))
    else:
        yield from _station_problems(kind, station, at=at)


def _own(actor: User) -> Organisation:
    # Only candidates have none, and the table of kinds has refused them.
    assert actor.organisation is not None  # noqa: S101
    return actor.organisation


def _in_hand_problems(kind: ApplicationKind, actor: User) -> Iterator[Problem]:
    if found := in_hand(kind, actor):
        status = found.get_status_display()
        yield Problem(
            f"已有一份{kind.label}正在办理（当前状态为“{status}”）", remedy="请在“申报”列表中打开，继续办理"
        )


def _established_problems(school: Organisation) -> Iterator[Problem]:
    """A school hosts one station at a time."""
    hosted = Station.objects.filter(host_organization=school.name) | Station.objects.filter(
        applications__organisation=school
    )
    open_one = hosted.exclude(status=StationStatus.CLOSED).select_related("organisation").first()
    if open_one:
        yield Problem(f"本单位已建立“{open_one}”", "2.4", "增项、延续和变更请用考试站账号登录后申请")


def _station_problems(kind: ApplicationKind, station: Station, *, at: datetime) -> Iterator[Problem]:
    """A closed station applies for nothing; one that may not work asks for no further trades."""
    if station.status == StationStatus.CLOSED:
        yield Problem("本考试站已关闭，不能申请", remedy="如有疑问，请联系管理站")
    elif kind == ApplicationKind.SCOPE_ADDITION:
        if station.status == StationStatus.SUSPENDED:
            yield Problem("本考试站已暂停，不能申请增项", remedy="请在恢复后申请")
        if station.licence_state_on(at.astimezone(SHANGHAI).date()) == LicenceState.EXPIRED:
            yield Problem(
                f"本站许可证已于 {station.valid_to} 到期，不能申请增项", remedy="请先申请许可证延续"
            )
