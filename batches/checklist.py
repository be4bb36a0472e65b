"""What a submission is judged by, rule by rule: what is met, what isn't yet, and where that is mended."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from accounts.models import User
from batches import guards
from batches.models import Batch
from batches.panels import advice, declaring
from ostami import clock
from ostami.policy import BATCH_LEAD_DAYS, PANEL_MIN_EXAMINERS
from ostami.problems import Problem
from workflow.lifecycle import Guard, Step, lifecycle_of

Advice = Callable[[Batch], Iterable[Problem]]


class Verdict(TextChoices):
    """What the list says of a rule."""

    MET = "met", "已符合"
    TODO = "todo", "待处理"
    HEED = "heed", "请留意"
    LATER = "later", "选用计划项后核对"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in plain words.

    Attributes:
        label: the rule.
        clause: the guide's clause; empty where the rule isn't the guide's.
        guards: the guards of the submission that judge it; none where the form leaves no other way.
        of_items: whether it has nothing to judge while no plan item is chosen.
        advice: what should be known though it forbids nothing.
        place: the page below the batch's, with its anchor, where a problem of no item is mended.
        item_place: the same for a problem of one item, whose key it names.
    """

    label: str
    clause: str
    guards: tuple[Guard, ...] = ()
    of_items: bool = False
    advice: Advice | None = None
    place: str = ""
    item_place: str = "items/{}/edit/"


RULES = (
    Rule(
        f"考试日期距申请当日 {BATCH_LEAD_DAYS} 天以上",
        "4.5.1-2",
        (guards.lead_time,),
        place="edit/#id_exam_date",
    ),
    Rule("考试站正常开展工作，许可证在有效期内", "", (guards.station_active,)),
    Rule("一个批次只有一类考生", "4.5.1-3"),
    Rule("已选用计划项", "4.5.1-1", (guards.batch_has_items,), place="items/new/"),
    Rule(
        "计划项已批准、未被占用，在本站评价范围内",
        "4.5.1-1、4.7-6",
        (guards.items_usable,),
        of_items=True,
        advice=advice.of_other_years,
        item_place="#item-{}",
    ),
    Rule(
        "工程机械只含一个类别",
        "2.5.1 注③",
        (guards.one_machine_category,),
        of_items=True,
        place="#items-heading",
    ),
    Rule(
        f"每个工种考评组长 1 位、考评组不少于 {PANEL_MIN_EXAMINERS} 人，在考试日均有资格",
        "4.5.1-4",
        (guards.panels,),
        of_items=True,
    ),
    Rule(
        "已声明考评员有无任教、亲属关系",
        "",
        (declaring.avoidance_declared,),
        of_items=True,
        advice=advice.of_avoidance,
    ),
    Rule(
        "考评组为单数并有轮换，或已写明理由",
        "",
        (declaring.cautions_explained,),
        of_items=True,
        advice=advice.of_rotation,
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the address at which it is mended; empty where that isn't on this application."""

    problem: Problem
    address: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with what it says of one application."""

    rule: Rule
    verdict: Verdict
    findings: Sequence[Finding]

    @property
    def is_open(self) -> bool:
        """Tell whether it stands in the way."""
        return self.verdict == Verdict.TODO


def checklist(batch: Batch, *, actor: User, at: datetime | None = None) -> list[Check]:
    """Return every rule of the submission with what it says of `batch` at the instant `at`.

    A guard that no rule of the table names is shown as a rule of its own: nothing blocks unseen.
    """
    step = Step(batch, actor, at or clock.now(), "submit")
    items = {item.anchor: item.pk for item in batch.items.all()}
    return [_check(rule, step, items) for rule in (*RULES, *_unnamed())]


def _unnamed() -> list[Rule]:
    named = {guard for rule in RULES for guard in rule.guards}
    rest = tuple(guard for guard in lifecycle_of(Batch).guards_of("submit") if guard not in named)
    return [Rule("其他要求", "", rest)] if rest else []


def _check(rule: Rule, step: Step[Batch], items: dict[str, int]) -> Check:
    if rule.of_items and not items:
        return Check(rule, Verdict.LATER, ())
    problems = [problem for guard in rule.guards for problem in guard(step)]
    verdict = Verdict.TODO if problems else Verdict.MET
    if not problems and rule.advice:
        problems = list(rule.advice(step.case))
        verdict = Verdict.HEED if problems else Verdict.MET
    page = step.case.get_absolute_url()
    return Check(rule, verdict, [_finding(problem, rule, page, items) for problem in problems])


def _finding(problem: Problem, rule: Rule, page: str, items: dict[str, int]) -> Finding:
    item = items.get(problem.field)
    place = rule.item_place.format(item) if item else rule.place
    return Finding(problem, f"{page}{place}" if place else "")


def how_many_open(checks: Iterable[Check]) -> int:
    """Count the rules that stand in the way."""
    return sum(check.is_open for check in checks)
