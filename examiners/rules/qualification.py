"""The conditions of office of guide 3.1.2, each answered: met or not, and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from examiners.models import ExaminerApplication, Grade, SoughtGrade, TitleRank
from ostami import policy
from scope_catalog.levels import Level

BY_THE_UNIT = "由所在单位审查，签署推荐意见即为确认"
LEVEL_OR_TITLE = "应当具有高级工及以上职业技能等级或中级及以上专业技术职称"
SENIOR_LEVEL_OR_TITLE = "应当具有高级技师职业技能等级或高级专业技术职称"
A_YEAR = "取得考评员资格一年以上"
DECLARED = (
    ("3.1.2-1(3)", "熟悉本职业（或专业）的专业知识和操作技能，并具有一定考评经验"),
    (
        "3.1.2-1(4)",
        "掌握人才评价工作的理论、技术和方法，熟悉有关法律、法规和政策，有从事人才评价培训、考核的经历",
    ),
    ("3.1.2-1(5)", "遵守考评人员工作守则和有关规章制度，坚持原则，办事公道，廉洁奉公，作风正派"),
)
DECLARED_OF_MANAGERS = (
    ("3.1.2-2(1)", "人力资源管理、教育及培训部门主要负责人，或从事考务管理的相关人员"),
    (
        "3.1.2-2(2)",
        "热爱人才评价工作，遵守有关规章制度，坚持原则，办事公道，廉洁奉公，具有良好的职业道德和敬业精神",
    ),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its clause and words, whether it is met, and why.

    Attributes:
        clause: where the guide has it, such as ``3.1.2-1(1)``.
        text: what it asks for.
        met: None where the unit that puts the person up answers for it.
        why: what the answer goes by.
    """

    clause: str
    text: str
    met: bool | None
    why: str

    @property
    def verdict(self) -> str:
        """The answer as a word."""
        return {True: "符合", False: "不符合", None: "单位审查"}[self.met]


def qualification(application: ExaminerApplication, on: date) -> list[Condition]:
    """Return every condition of the grade sought as it stands on the day `on` (guide 3.1.2)."""
    return list(_CONDITIONS[SoughtGrade(application.sought)](application, on))


def level_counts(application: ExaminerApplication) -> bool:
    """Tell whether the skill level claimed is enough for the grade sought; its certificate is asked for."""
    most = _LEAST_LEVEL.get(SoughtGrade(application.sought))
    return most is not None and application.skill_level is not None and application.skill_level <= most


def title_counts(application: ExaminerApplication) -> bool:
    """Tell whether the title claimed is enough for the grade sought; its certificate is asked for."""
    return application.title_rank in _TITLES.get(SoughtGrade(application.sought), ())


def examiner_since(application: ExaminerApplication) -> date | None:
    """Return since when the person is an examiner: by the roster if they are on it, else as told."""
    examiner = application.examiner
    if examiner is None:
        return application.examiner_since
    return examiner.appointed_on or examiner.valid_from


_LEAST_LEVEL = {
    SoughtGrade.EXAMINER: policy.EXAMINER_SKILL_LEVEL,
    SoughtGrade.SENIOR: policy.SENIOR_EXAMINER_SKILL_LEVEL,
}
_TITLES = {
    SoughtGrade.EXAMINER: frozenset({TitleRank.INTERMEDIATE, TitleRank.SENIOR}),
    SoughtGrade.SENIOR: frozenset({TitleRank.SENIOR}),
}


def _examiner(application: ExaminerApplication, on: date) -> Iterator[Condition]:
    yield _level_or_title(application, "3.1.2-1(1)", LEVEL_OR_TITLE)
    yield from _declared(DECLARED)


def _senior(application: ExaminerApplication, on: date) -> Iterator[Condition]:
    yield _level_or_title(application, "3.1.2-1(2)", SENIOR_LEVEL_OR_TITLE)
    yield _a_year(application, on)
    yield from _declared(DECLARED)


def _manager(application: ExaminerApplication, on: date) -> Iterator[Condition]:
    yield from _declared(DECLARED_OF_MANAGERS)


_CONDITIONS: dict[SoughtGrade, Callable[[ExaminerApplication, date], Iterator[Condition]]] = {
    SoughtGrade.EXAMINER: _examiner,
    SoughtGrade.SENIOR: _senior,
    SoughtGrade.MANAGER: _manager,
}


def _declared(conditions: tuple[tuple[str, str], ...]) -> Iterator[Condition]:
    for clause, text in conditions:
        yield Condition(clause, text, None, BY_THE_UNIT)


def _level_or_title(application: ExaminerApplication, clause: str, text: str) -> Condition:
    level = Level(application.skill_level).label if application.skill_level else "无"
    title = TitleRank(application.title_rank).label
    met = level_counts(application) or title_counts(application)
    return Condition(clause, text, met, f"所填职业技能等级为{level}，专业技术职称为{title}")


def _a_year(application: ExaminerApplication, on: date) -> Condition:
    def answer(why: str, *, met: bool) -> Condition:
        return Condition("3.1.2-1(2)", A_YEAR, met, why)

    examiner, since = application.examiner, examiner_since(application)
    if examiner is not None and examiner.grade == Grade.SENIOR:
        return answer("已是高级考评员", met=True)
    if since is None:
        return answer("没有填写取得考评员资格的日期", met=False)
    full = policy.anniversary(since, years=policy.SENIOR_EXAMINER_YEARS)
    met = policy.examiner_for_a_year(since, on)
    return answer(f"{since} 取得考评员资格，{'已' if met else '须到'} {full} 满一年", met=met)
