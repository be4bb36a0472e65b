"""The guide's numbers in words: each constant of `ostami.policy`, with the clause that its comment names."""

import inspect
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from ostami import policy

# What each number limits, as a sentence; {n} is the number.
SENTENCES = {
    "BATCH_LEAD_DAYS": "考试与申请至少相隔 {n} 天：6 月 1 日申请的，最早 {first_exam}考试。",
    "ROSTER_LEAD_DAYS": "报名和花名册在考前 {n} 天的零点关闭：9 月 1 日考试的，{last_day} 24:00 截止。",
    "PAPER_LEAD_DAYS": "试卷自考试日前 {n} 天的零点起可以签收，到考试当日 24:00 为止。",
    "PLAN_ITEM_MAX_PEOPLE": "一个计划项最多 {n} 人，人数更多的分成几个计划项。",
    "PANEL_MIN_EXAMINERS": "批次的每个工种等级，考评组连同组长至少 {n} 人。",
    "EXAMINERS_PER_TRADE": "申报考试站时，每个申请工种至少 {n} 名考评员。",
    "STATION_MIN_DEPUTIES": "考试站至少有 {n} 名副站长，另有站长、专职管理人员各一名。",
    "STATION_PHOTOS": "申报考试站时，实训环境照片至少 {n} 张。",
    "EXAMINER_MAX_TRADES": "一名考评员最多 {n} 个工种。",
    "EXAMINER_SKILL_LEVEL": "考评员须有 {n} 级（高级工）以上技能等级，或中级以上职称。",
    "SENIOR_EXAMINER_SKILL_LEVEL": "高级考评员须有 {n} 级（高级技师）技能等级，或高级职称。",
    "SENIOR_EXAMINER_YEARS": "取得考评员资格满 {n} 年，才能申报高级考评员。",
    "STUDENT_YEARS_ENROLLED": "在读学生到考试日须在校满 {n} 年。",
    "STUDENT_INTERNSHIP_YEARS": "因外出实习申请提前报考的，须在校满 {n} 年，由考试站核对。",
    "STUDENT_TRAINING_HOURS": "在读学生的正规培训须满 {n} 学时。",
    "FINAL_YEAR": "考试日之后 {n} 年内毕业的，算应届在读。",
    "HISTORY_GAP_MONTHS": "学习和工作经历两段之间最多空 {n} 个月（六月毕业到九月入学的暑假不算空档）。",
    "UPLOAD_MAX_BYTES": "保存的图片不超过 {n}，大的由平台自动压缩。",
    "UPLOAD_SENT_MAX_BYTES": "上传的原图每张不超过 {n}。",
    "SCANS_SENT_MAX_BYTES": "整班上传的盖章申报表，一次合计不超过 {n}。",
    "SCANS_MAX_PAGES": "整班上传的一份 PDF 不超过 {n} 页。",
    "SUPERVISION_PEOPLE": "{n} 人以上（含 {n} 人）的批次进入督考抽签。",
    "BLANK_SPARE_PERCENT": "为批次领用的空白证书超过合格人数的 {n}% 时，须写明理由。",
    "SCORE_STEP": "成绩以 {n} 分为最小单位。",
    "SCORE_MAX": "每科满分 {n} 分。",
    "PASS_SCORE": "两科中较低的一科满 {n} 分为合格。",
    "GOOD_SCORE": "两科中较低的一科满 {n} 分为良好。",
    "EXCELLENT_SCORE": "两科中较低的一科满 {n} 分为优秀。",
}
# The constants that are no limit of their own: the same number as a duration, and sets that other pages show.
WITHOUT_WORDS = {"ROSTER_LEAD", "SENIOR_EXAMINER_LEVELS", "STATION_CODE_HEAD"}
MEGABYTE = 1024 * 1024
_CLAUSES = r"(?P<clause>[\d.]+(?:-\d+)?(?:, [\d.]+(?:-\d+)?)*)"
_BESIDE = re.compile(rf"^(?P<name>[A-Z_]+) = [^\n#]*# guide {_CLAUSES}", re.MULTILINE)
_ABOVE = re.compile(rf"^# Guide {_CLAUSES}[^\n]*\n(?P<name>[A-Z_]+) = ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of the guide in words, and its clause; empty where the guide sets none."""

    words: str
    clause: str


@cache
def limits() -> tuple[Limit, ...]:
    """Return every limit, in the order of the policy."""
    clauses = clauses_by_name()
    examples = {
        "first_exam": _said(policy.earliest_exam_date(date(2026, 6, 1))),
        "last_day": _said(policy.last_enrolment_day(date(2026, 9, 1))),
    }
    return tuple(
        Limit(words.format(n=amount(name), **examples), clauses.get(name, ""))
        for name, words in SENTENCES.items()
    )


def _said(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def amount(name: str) -> str:
    """Return a constant of the policy as people read it."""
    value = getattr(policy, name)
    return f"{value // MEGABYTE} MB" if name.endswith("_BYTES") else str(value)


def clauses_by_name() -> dict[str, str]:
    """Return the clause of each constant, as the comment beside or above it says."""
    source = inspect.getsource(policy)
    return {
        found["name"]: found["clause"].replace(", ", "、")
        for found in (*_BESIDE.finditer(source), *_ABOVE.finditer(source))
    }
