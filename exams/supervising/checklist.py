"""What a supervisor looks at in an exam, as data: questions in groups, to which 是 means as it should be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

REMARK_LENGTH = 200


class Answer(models.TextChoices):
    """What a supervisor answers."""

    YES = "yes", "是"
    NO = "no", "否"
    NOT_APPLICABLE = "not_applicable", "不适用"


@dataclass(frozen=True, slots=True)
class Question:
    """One point of the checklist, by a key that never changes."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Points of one subject."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A question with its answer, empty while open, and the remark."""

    question: Question
    answer: str
    remark: str

    @property
    def word(self) -> str:
        """The answer as a person reads it."""
        return Answer(self.answer).label if self.answer else "未填"

    @property
    def is_unexplained(self) -> bool:
        """Tell whether something isn't as it should be, and nobody says what."""
        return self.answer == Answer.NO and not self.remark


CHECKLIST = (
    Group(
        "考评人员",
        (
            Question("examiners_on_time", "考评人员按时到岗"),
            Question("examiners_as_approved", "到场考评人员与批准的名单一致"),
            Question("examiners_badge", "考评人员佩戴证件"),
            Question("id_check", "入场时逐人核对本人、照片、身份证件、准考证和座位号"),
            Question("tool_check", "检查考生携带的工具和通信设备"),
            Question("rules_read", "考前宣读考场规则"),
            Question("patrol", "考试期间巡视，没有做与考评无关的事"),
            Question("violations_handled", "发现违纪行为已提醒、处理并记录"),
            Question("standard_followed", "按评分标准独立评分"),
        ),
    ),
    Group(
        "考场",
        (
            Question("single_desks", "理论考场单人、单桌、单行"),
            Question("seat_numbers", "座位号、工位号张贴清楚"),
            Question("workplaces", "实操工位整洁，照明、间距和安全防护符合要求"),
            Question("no_impersonation", "没有发现冒名顶替"),
            Question("no_cheating", "没有发现作弊"),
            Question("room_record", "考场情况记录填写完整"),
        ),
    ),
    Group(
        "考务",
        (
            Question("organisation", "考务组织有序，人员分工明确"),
            Question("papers_sealed", "试卷考前密封完好，考后清点收回"),
            Question("equipment", "设备、工量具和材料满足试题要求"),
            Question("sign_in", "考生签到表填写完整，考评员签字"),
            Question("photographs", "按要求拍摄理论考场、实操考场和工件照片"),
            Question("fees", "收费合规，没有另收费用"),
        ),
    ),
)
QUESTIONS = tuple(question for group in CHECKLIST for question in group.questions)


def findings(checks: Mapping[str, Any]) -> list[tuple[Group, list[Finding]]]:
    """Return the whole checklist with what a report's `checks` answer."""
    return [(group, [_finding(one, checks) for one in group.questions]) for group in CHECKLIST]


def all_findings(checks: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield every question with its answer, in order."""
    return (_finding(one, checks) for one in QUESTIONS)


def _finding(question: Question, checks: Mapping[str, Any]) -> Finding:
    told = checks.get(question.key) or {}
    return Finding(question, told.get("answer", ""), told.get("remark", ""))
