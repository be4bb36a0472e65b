"""What stands in the way of applications, and of stations that would plan or apply, each with its clause."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Organisation, OrganisationKind, OrganisationQuerySet
from accounts.rights import Role
from ostami.problems import Problem
from scope_catalog.choices import Scheme
from stations.completeness import AREAS, missing_parts
from stations.models import AnnualReview, LicenceState, Station, StationApplication, StationStatus
from stations.reviews import answer_label
from workflow.lifecycle import Step


def complete(step: Step[StationApplication]) -> Iterator[Problem]:
    """An application is handed in whole: everything that it lacks is named at once."""
    return (missing.problem for missing in missing_parts(step.case, today=step.day))


def endorsed_by_the_right_one(step: Step[StationApplication]) -> Iterator[Problem]:
    """The province's branch endorses for skill_level, the management station for ability (guide 2.2)."""
    application = step.case
    if Role(step.actor.role) != endorsing_role(application):
        yield Problem(
            f"“{application.get_scheme_display()}”的申报由{endorsing_role(application).label}签署推荐意见",
            "2.2",
            "请等待其办理",
        )


def endorsing_role(application: StationApplication) -> Role:
    """Return who endorses; where a province has no branch, the management station stands in for it."""
    if application.scheme == Scheme.SKILL_LEVEL and branches(application.province).exists():
        return Role.BRANCH
    return Role.MANAGEMENT


def all_branches() -> OrganisationQuerySet:
    """Return the branches; one without a province has nothing to act on."""
    return Organisation.objects.filter(kind=OrganisationKind.BRANCH).exclude(province="")


def branches(province: str) -> OrganisationQuerySet:
    """Return a province's branches."""
    return all_branches().filter(province=province)


def station_still_open(step: Step[StationApplication]) -> Iterator[Problem]:
    """A closed station gets no scope and no licence."""
    station = step.case.station
    if station is not None and station.status == StationStatus.CLOSED:
        yield Problem("该考试站已关闭，不能办理", remedy="请核对考试站状态")


def idle(station: Station, *, on: date) -> Iterator[Problem]:
    """A suspended, closed or expired station neither plans nor applies for batches; it finishes what it has.

    A licence whose dates were never entered (待登记) hinders nothing.
    """
    if station.status != StationStatus.ACTIVE:
        yield Problem(f"本考试站当前状态为“{station.get_status_display()}”，不能办理", remedy="请联系管理站")
    if station.licence_state_on(on) == LicenceState.EXPIRED:
        yield Problem(
            f"本站许可证已于 {station.valid_to} 到期，不能编制计划或申请批次",
            remedy="请先申请许可证延续；已批准的批次可以办完",
        )
    if station.licence_state_on(on) == LicenceState.AHEAD:
        yield Problem(f"本站许可证自 {station.valid_from} 起生效，此前不能办理", remedy="请在生效后办理")


def review_complete(step: Step[AnnualReview]) -> Iterator[Problem]:
    """A review is handed in with its areas and a self-assessment; all that lacks is named at once."""
    review = step.case
    for name in AREAS:
        if not getattr(review, name):
            yield Problem(f"还没有填写{answer_label(name)}，须大于 0 平方米", "2.1.3", "请填写后提交")
    if not review.self_assessment.strip():
        yield Problem("还没有填写自评", remedy="请填写本年度工作情况的自我评价")
