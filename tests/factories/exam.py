"""A station's work up to any stop of the journey, made through the same doors as the portal's."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, BatchItem, CandidateType, PlanItem
from candidates.eligibility_data.rules import open_points
from candidates.models import Candidate, Enrolment, HistoryEntry, Upload, UploadKind
from candidates.personal_form.materials import needed_kinds
from candidates.services.consents import give_consent
from candidates.services.judging import judge
from examiners.models import Examiner, ExaminerTrade, Grade
from exams.models import Result
from ostami.clock import SHANGHAI
from scope_catalog.choices import Category, Scheme
from scope_catalog.models import Occupation, Trade
from stations.models import ScopeGrant, Station
from tests.factories import fees, people, personal_forms, submission
from workflow.lifecycle import perform

APPLIED_ON = date(2026, 6, 1)
EXAM_DATE = date(2026, 9, 1)
_serial = count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def trade(name: str = "数控车工", *, code: str = "JX04-05-01-01", levels: str = "54321") -> Trade:
    occupation, _ = Occupation.objects.get_or_create(
        scheme=Scheme.ABILITY,
        code=code[:10],
        defaults={"name": "车工", "source_name": "车工", "category": Category.SKILLED},
    )
    found, _ = Trade.objects.get_or_create(
        occupation=occupation,
        code=code,
        defaults={"name": name, "source_name": name, "levels": levels, "sequence": 37},
    )
    return found


def skill_trade() -> Trade:
    """车工 of the scheme 职业技能等级认定."""
    facts = {"name": "车工", "source_name": "车工", "category": Category.SKILLED}
    occupation = Occupation.objects.create(scheme=Scheme.SKILL_LEVEL, code="6-18-01-01", **facts)
    return Trade.objects.create(occupation=occupation, name="车工", source_name="车工", levels="543")


def skill_level_trade(name: str = "机动车检测工", *, code: str = "4-08-05-05") -> Trade:
    """A trade of the scheme whose batches go to the branch first."""
    occupation, _ = Occupation.objects.get_or_create(
        scheme=Scheme.SKILL_LEVEL,
        code=code,
        defaults={"name": name, "source_name": name, "category": Category.SKILLED},
    )
    found, _ = Trade.objects.get_or_create(
        occupation=occupation,
        code="",
        defaults={"name": name, "source_name": name, "levels": "4321", "sequence": 1},
    )
    return found


def examiner(
    station: Station, name: str, *trades: Trade, grade: Grade = Grade.EXAMINER, **facts: object
) -> Examiner:
    usual: dict[str, object] = {
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2027, 12, 31),
        "certificate_number": f"KP{next(_serial):06d}",
    }
    made = Examiner.objects.create(station=station, person_name=name, grade=grade, **{**usual, **facts})
    for place, held in enumerate(trades, start=1):
        ExaminerTrade.objects.create(examiner=made, trade=held, place=place)
    return made


def panel(station: Station, held: Trade, size: int = 3) -> list[Examiner]:
    return [examiner(station, f"考评员{number}", held) for number in range(1, size + 1)]


def scope(station: Station, granted: Trade, levels: str = "543") -> ScopeGrant:
    return ScopeGrant.objects.create(
        station=station, trade=granted, levels=levels, granted_on=date(2025, 1, 1)
    )


def approved_plan(
    station: Station, management: User, *items: dict[str, object], year: int = 2026
) -> AnnualPlan:
    plan = AnnualPlan.objects.create(station=station, year=year)
    for facts in items or ({},):
        plan_item(plan, **facts)
    at = noon(APPLIED_ON)
    plan = perform(plan, "submit", actor=station.organisation.users.get(role=Role.STATION), at=at)
    return perform(plan, "approve", actor=management, at=at)


def plan_item(plan: AnnualPlan, **facts: object) -> PlanItem:
    defaults = {"level": 4, "headcount": 30, "month": 9}
    return PlanItem.objects.create(
        plan=plan, **{"trade": facts.pop("trade", None) or trade(), **defaults, **facts}
    )


def draft_batch(
    station: Station, *plan_items: PlanItem, exam_date: date = EXAM_DATE, **facts: object
) -> Batch:
    """A draft with a panel of three fresh examiners for each plan item."""
    batch = Batch.objects.create(
        station=station,
        exam_date=exam_date,
        **{"candidate_type": CandidateType.STUDENT, "place": "实训楼 101", **facts},
    )
    for item in plan_items:
        batch_item(batch, item, panel(station, item.trade))
    return batch


def batch_item(batch: Batch, plan_item: PlanItem, sitting: list[Examiner]) -> BatchItem:
    """An item whose panel has nobody to keep away, with a reason for whatever its panel warns of."""
    item = BatchItem.objects.create(
        batch=batch,
        plan_item=plan_item,
        leader=sitting[0],
        avoidance_declared=True,
        panel_reason="本站该工种考评员有限",
    )
    item.examiners.set(sitting)
    return item


def approved_batch(
    station: Station, management: User, *plan_items: PlanItem, exam_date: date = EXAM_DATE, **facts: object
) -> Batch:
    batch = draft_batch(station, *plan_items, exam_date=exam_date, **facts)
    batch = perform(
        batch, "submit", actor=station.organisation.users.get(role=Role.STATION), at=noon(APPLIED_ON)
    )
    return perform(batch, "approve", actor=management, at=noon(APPLIED_ON + timedelta(days=1)))


def picture(size: tuple[int, int] = (390, 567), kind: str = "JPEG") -> bytes:
    """A plain picture that decodes."""
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def upload(enrolment: Enrolment, kind: UploadKind) -> Upload:
    row = Upload(enrolment=enrolment, kind=kind, content_type="image/jpeg", uploaded_at=noon(APPLIED_ON))
    row.file.save("picture.jpg", ContentFile(picture()), save=False)
    row.save()
    return row


def draft_enrolment(item: BatchItem, person: Candidate, **facts: object) -> Enrolment:
    """A complete personal form of somebody who meets the conditions, not handed in.

    Its history begins with junior school and has no gaps; the school and its first month are the form's.
    """
    personal_forms.eligibility_rules(item.batch.exam_date.year)
    give_consent(user=person.user, at=noon(APPLIED_ON))
    enrolment = Enrolment.objects.create(
        batch_item=item, candidate=person, **{**personal_forms.answers(item), **facts}
    )
    for period in personal_forms.periods(enrolment):
        HistoryEntry.objects.create(enrolment=enrolment, **asdict(period))
    for kind in needed_kinds(enrolment):
        upload(enrolment, kind)
    return enrolment


def accepted_enrolment(item: BatchItem, person: Candidate, *, at: datetime | None = None) -> Enrolment:
    at = at or noon(date(2026, 8, 1))
    enrolment = perform(draft_enrolment(item, person), "submit", actor=person.user, at=at)
    upload(enrolment, UploadKind.STAMPED_FORM)
    enrolment = perform(enrolment, "stamp", actor=person.user, at=at)
    judge_all(enrolment, by=_station_login(item), at=at)
    return perform(enrolment, "accept", actor=_station_login(item), at=at)


def judge_all(enrolment: Enrolment, *, by: User, at: datetime | None = None) -> None:
    """Find everything that needs a look to be so."""
    verdicts = {one.point: (True, "") for one in open_points(enrolment)}
    judge(enrolment=enrolment, verdicts=verdicts, actor=by, at=at or noon(date(2026, 8, 1)))


def _station_login(item: BatchItem) -> User:
    return item.batch.station.organisation.users.filter(role=Role.STATION).earliest("pk")


def beside(
    batch: Batch, management: User, *, station: Station | None = None, exam_date: date | None = None
) -> Batch:
    """Another approved batch of the same day with the same trade, of the same station or of another."""
    whose, turning = station or batch.station, batch.items.earliest("pk").trade
    if whose != batch.station:
        scope(whose, turning)
    plan = approved_plan(whose, management, {"trade": turning}, year=batch.exam_date.year + 1)
    return approved_batch(whose, management, plan.items.get(), exam_date=exam_date or batch.exam_date)


def with_roster(batch: Batch, *names: str) -> Batch:
    """Accept one candidate a name on the batch's first item, and hand the roster in."""
    item = batch.items.get()
    for name in names:
        accepted_enrolment(item, people.candidate(name))
    return perform(batch, "submit_roster", actor=_station_login(item), at=noon(date(2026, 8, 10)))


def with_results(batch: Batch, *scores: tuple[str | None, str | None], management: User) -> Batch:
    """Score the roster in order (None is an absence), hand the results in and have them approved.

    Certificates are free unless a fee was set before.
    """
    login = batch.station.organisation.users.get(role=Role.STATION)
    for enrolment, (theory, practical) in zip(batch.enrolments.accepted(), scores, strict=True):
        score(enrolment, theory, practical, by=login)
    fees.free(management)
    at = noon(batch.exam_date)
    submitted = perform(ready(batch), "submit_results", actor=login, at=at)
    return perform(submitted, "approve_results", actor=management, at=at)


# Makes all that results need beside scores, so that they can be handed in.
ready = submission.ready


def score(enrolment: Enrolment, theory: str | None, practical: str | None, *, by: User) -> Result:
    return Result.objects.create(
        enrolment=enrolment,
        theory=Decimal(theory) if theory is not None else None,
        practical=Decimal(practical) if practical is not None else None,
        theory_absent=theory is None,
        practical_absent=practical is None,
        recorded_by=by,
    )
