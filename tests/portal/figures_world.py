"""Two stations in two provinces and both schemes: every figure of it is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Organisation, User
from batches.models import Batch
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import exam, fees, results

ZHEJIANG = "浙江省"
SCORES: dict[str, tuple[str | None, str | None]] = {
    "李雷": ("95", "90"),
    "韩梅": ("80", "85"),
    "王强": ("60", "75"),
    "赵敏": ("50", "90"),
    "周缺": (None, "70"),
}


@dataclass(frozen=True)
class World:
    """The batches.

    Attributes:
        certified: the first station's, 数控车工 level 4, planned 30: five enrolled students, one absent, one
            failed, three certificates of which one is revoked.
        skill: the first station's of 职业技能等级认定, 车工 level 3, planned 12: one in service passed.
        waiting: the second station's in another province, 数控车工 level 4, planned 30: two enrolled, not
            examined yet.
    """

    certified: Batch
    skill: Batch
    waiting: Batch


def build(station: Station, other: Station, management: User, centre: User) -> World:
    """Build it; exams lie on the first two days of September 2026."""
    Organisation.objects.filter(pk=other.organisation_id).update(province=ZHEJIANG)
    fees.free(management)
    certified = results.certified_batch(station, management, centre, SCORES)
    certified.enrolments.earliest("sequence").certificates.get()._move_to("revoked")
    return World(
        certified, _skill(station, management), results.roster_batch(other, management, "孙一", "钱二")
    )


def _skill(station: Station, management: User) -> Batch:
    trade = exam.skill_trade()
    exam.scope(station, trade, "543")
    item = exam.plan_item(station.plans.get(), trade=trade, headcount=12, level=3)
    facts: dict[str, Any] = {
        "scheme": Scheme.SKILL_LEVEL,
        "candidate_type": "in_service",
        "exam_date": date(2026, 9, 2),
    }
    batch = exam.with_roster(exam.approved_batch(station, management, item, **facts), "吴良")
    return exam.with_results(batch, ("80", "88"), management=management)
