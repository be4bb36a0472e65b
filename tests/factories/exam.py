"""A station's work up to any stop of the journey, made through the same doors as the portal's."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, BatchItem, CandidateType, PlanItem
from candidates.materials import REQUIRED
from candidates.models import Candidate, Education, Enrolment, HistoryEntry, Upload, UploadKind
from examiners.models import Examiner, ExaminerTrade, Grade
from exams.models import Result
from ostami.clock import SHANGHAI
from scope_catalog.choices import Category, Scheme
from scope_catalog.models import Occupation, Trade
from stations.models import ScopeGrant, Station
from tests.factories import people
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
    """A complete personal form, not handed in."""
    defaults = {
        "institution": "练习职业技术学校",
        "education": Education.VOCATIONAL,
        "entered_on": date(2023, 9, 1),
        "subject": "数控技术应用",
        "eligibility": "相关专业中等职业学校在读",
    }
    enrolment = Enrolment.objects.create(batch_item=item, candidate=person, **{**defaults, **facts})
    HistoryEntry.objects.create(enrolment=enrolment, start=date(2020, 9, 1), place="练习初级中学")
    for kind in REQUIRED[CandidateType(item.batch.candidate_type)]:
        upload(enrolment, kind)
    return enrolment


def accepted_enrolment(item: BatchItem, person: Candidate, *, at: datetime | None = None) -> Enrolment:
    at = at or noon(date(2026, 8, 1))
    enrolment = perform(draft_enrolment(item, person), "submit", actor=person.user, at=at)
    upload(enrolment, UploadKind.STAMPED_FORM)
    enrolment = perform(enrolment, "stamp", actor=person.user, at=at)
    return perform(enrolment, "accept", actor=_station_login(item), at=at)


def _station_login(item: BatchItem) -> User:
    return item.batch.station.organisation.users.get(role=Role.STATION)


def with_roster(batch: Batch, *names: str) -> Batch:
    """Accept one candidate a name on the batch's first item, and hand the roster in."""
    item = batch.items.get()
    for name in names:
        accepted_enrolment(item, people.candidate(name))
    return perform(batch, "submit_roster", actor=_station_login(item), at=noon(date(2026, 8, 10)))


def with_results(batch: Batch, *scores: tuple[str | None, str | None], management: User) -> Batch:
    """Score the roster in order (None is an absence), hand the results in and have them approved."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    for enrolment, (theory, practical) in zip(batch.enrolments.accepted(), scores, strict=True):
        score(enrolment, theory, practical, by=login)
    at = noon(batch.exam_date)
    return perform(
        perform(batch, "submit_results", actor=login, at=at), "approve_results", actor=management, at=at
    )


def score(enrolment: Enrolment, theory: str | None, practical: str | None, *, by: User) -> Result:
    return Result.objects.create(
        enrolment=enrolment,
        theory=Decimal(theory) if theory is not None else None,
        practical=Decimal(practical) if practical is not None else None,
        theory_absent=theory is None,
        practical_absent=practical is None,
        recorded_by=by,
    )
