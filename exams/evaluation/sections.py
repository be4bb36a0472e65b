"""The sections of an evaluation report that its leader writes, with what belongs into each."""

from typing import Any

from exams.models import EvaluationReport

LONGEST = 2000
SECTIONS = {
    "premises": "理论和实操考场的布置、照明、安全、座位和工位间距等，考前检查的情况。",
    "equipment": "设备、工量具和材料的数量与状态，考前检查的情况。",
    "papers": "试题与工种、等级和本站设备是否相符，难度、题量、时间是否合适。",
    "marking": "评分标准的统一和执行，考评员是否独立评分。",
    "misconduct": "违纪的人数、情节和处理；没有的写“无”。",
    "incidents": "停电、设备故障、受伤等及处理；没有的写“无”。",
    "problems": "组织、试题、设备等方面的问题；没有的写“无”。",
    "advice": "对考试站、试题和今后考评的意见和建议；没有的写“无”。",
}


def label_of(name: str) -> str:
    """Return a section's name as the report prints it."""
    field: Any = EvaluationReport._meta.get_field(name)  # noqa: SLF001  Django's own
    return str(field.verbose_name)


def written(report: EvaluationReport) -> list[tuple[str, str]]:
    """Return the sections with what the leader wrote."""
    return [(label_of(name), getattr(report, name)) for name in SECTIONS]
