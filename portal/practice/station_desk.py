"""What a station and its management do at their desks, through the forms and verbs of the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from batches import services
from batches.forms import BatchForm, PanelForm, PlanForm, PlanItemChoice, PlanItemForm
from batches.models import AnnualPlan, Batch, CandidateType, PlanItem
from batches.selectors import Offer
from examiners.models import Examiner
from examiners.selectors import who_may_sit
from exams.forms import ScoreGridForm
from exams.selectors import examined
from exams.services import record_scores
from ostami import clock
from portal.practice.forms import filled, typed
from scope_catalog.models import Trade
from stations.models import Station
from workflow.lifecycle import perform

PLACE = "实训楼 101（理论）、实训车间（实操）"
PANEL_REASON = "本站该工种考评员人数有限，已安排交叉考评。"
ABSENT = None
Scores = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Desk:
    """A station with its login and the login of its management."""

    station: Station
    login: User
    management: User


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a plan as it is typed."""

    trade: Trade
    level: int
    month: int
    headcount: int = 30


def approved_plan(desk: Desk, year: int, lines: Sequence[Planned]) -> AnnualPlan:
    """Make the year's plan (or a supplement), hand it in and have it approved."""
    plan = submitted_plan(desk, year, lines)
    return perform(plan, "approve", actor=desk.management, reason="同意。")


def submitted_plan(desk: Desk, year: int, lines: Sequence[Planned]) -> AnnualPlan:
    """Make the year's plan (or a supplement) and hand it in."""
    form = filled(PlanForm(typed({"year": year}), actor=desk.login))
    plan = services.make_plan(station=desk.station, year=form.cleaned_data["year"], actor=desk.login)
    for line in lines:
        add_plan_item(desk, plan, line)
    return perform(plan, "submit", actor=desk.login)


def add_plan_item(desk: Desk, plan: AnnualPlan, line: Planned) -> None:
    """Type one line into an open plan."""
    facts = {
        "offer": Offer(line.trade, line.level).key,
        "headcount": line.headcount,
        "month": line.month,
    }
    form = filled(PlanItemForm(typed(facts), actor=desk.login, station=desk.station))
    services.add_plan_items(plan=plan, actor=desk.login, **form.facts())


def drafted_batch(
    desk: Desk, plan_items: Sequence[PlanItem], *, exam_date: date, candidate_type: CandidateType
) -> Batch:
    """Fill a batch application in, each plan item with a panel of the first examiners who may sit."""
    facts = {
        "scheme": plan_items[0].trade.occupation.scheme,
        "candidate_type": candidate_type.value,
        "exam_date": exam_date,
        "place": PLACE,
    }
    form = filled(BatchForm(typed(facts), actor=desk.login))
    batch = services.make_batch(station=desk.station, actor=desk.login, **form.cleaned_data)
    for plan_item in plan_items:
        _add_item(desk, batch, plan_item)
    return batch


def _add_item(desk: Desk, batch: Batch, plan_item: PlanItem) -> None:
    choice = filled(PlanItemChoice(typed({"plan_item": plan_item.pk}), batch=batch, actor=desk.login))
    chosen: PlanItem = choice.cleaned_data["plan_item"]
    sitting = _panel(desk.station, chosen, on=batch.exam_date)
    facts = {
        "leader": sitting[0].pk,
        "examiners": [str(one.pk) for one in sitting],
        "avoidance_declared": "on",
        "panel_reason": PANEL_REASON,
    }
    panel = filled(PanelForm(typed(facts), batch=batch, plan_item=chosen, actor=desk.login))
    services.add_batch_item(batch=batch, plan_item=chosen, actor=desk.login, **panel.cleaned_data)


def _panel(station: Station, plan_item: PlanItem, *, on: date) -> list[Examiner]:
    """Return three examiners who may sit, a senior one to lead where there is one."""
    fit = who_may_sit(station=station, trade=plan_item.trade, level=plan_item.level, on=on)
    return list(fit.order_by("-grade", "pk")[:3])


def submitted_batch(desk: Desk, batch: Batch) -> Batch:
    """Hand a batch application in."""
    return perform(batch, "submit", actor=desk.login)


def approved_batch(desk: Desk, batch: Batch) -> Batch:
    """Have a batch that was handed in approved: enrolment opens."""
    return perform(batch, "approve", actor=desk.management, reason="同意，请按时提交花名册。")


def submitted_roster(desk: Desk, batch: Batch) -> Batch:
    """Hand the roster in."""
    return perform(batch, "submit_roster", actor=desk.login)


def recorded_scores(desk: Desk, batch: Batch, scores: Sequence[Scores]) -> None:
    """Type the scores of the whole roster into the grid, in roster order; None is an absence."""
    roster = list(examined(batch))
    facts: dict[str, str] = {}
    for enrolment, (theory, practical) in zip(roster, scores, strict=True):
        for part, score in (("theory", theory), ("practical", practical)):
            facts[f"{part}_{enrolment.pk}"] = score or ""
            if score is ABSENT:
                facts[f"{part}_absent_{enrolment.pk}"] = "on"
    form = filled(ScoreGridForm(facts, actor=desk.login, enrolments=roster))
    record_scores(batch=batch, actor=desk.login, entries=form.entries, at=clock.now())


def submitted_results(desk: Desk, batch: Batch) -> Batch:
    """Hand the results in."""
    return perform(batch, "submit_results", actor=desk.login)


def approved_results(desk: Desk, batch: Batch) -> Batch:
    """Have results that were handed in approved: candidates see them."""
    return perform(batch, "approve_results", actor=desk.management, reason="成绩属实，同意。")
