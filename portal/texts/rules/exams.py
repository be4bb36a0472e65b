"""The days and numbers of an exam (guide 4.5.1 and 4.6)."""

from datetime import date
from decimal import Decimal

from ostami import policy
from portal.texts.rules.tables import RuleTable


def deadlines(day: date) -> RuleTable:
    """Return the days that count back from an exam, and how many people go where."""
    rows = (
        ("申请批次", f"考试日期距申请当日至少 {policy.BATCH_LEAD_DAYS} 天", "4.5.1-2"),
        ("报名和花名册", f"考试前第 {policy.ROSTER_LEAD_DAYS + 1} 天 24:00 截止", "4.5.1-2"),
        ("签收试卷", f"考试前 {policy.PAPER_LEAD_DAYS} 天起，至考试当日", "4.5.1-6"),
        ("调整考试日期", "每个批次可以在线申请一次", "4.5.1-6"),
        ("每条计划的人数", f"最多 {policy.PLAN_ITEM_MAX_PEOPLE} 人，超过的分列多条", "4.5.1-1"),
        ("考评组", f"每个工种至少 {policy.PANEL_MIN_EXAMINERS} 名考评员，含考评组长", "4.5.1-4"),
        ("现场督导", f"{policy.SUPERVISION_PEOPLE} 人及以上的批次，管理站抽查派督导员", "4.5.1-11"),
    )
    return RuleTable("考务的期限和人数", ("事项", "规定", "服务指南"), rows)


def grades(day: date) -> RuleTable:
    """Return the grades of a score, the best first."""
    bounds = (("优秀", policy.EXCELLENT_SCORE), ("良好", policy.GOOD_SCORE), ("合格", policy.PASS_SCORE))
    rows, above = [], Decimal(0)
    for word, least in bounds:
        rows.append(
            (word, f"{least} 分至 {above} 分以下" if above else f"{least} 分至 {policy.SCORE_MAX} 分")
        )
        above = least
    rows.append(("不合格", f"{policy.PASS_SCORE} 分以下"))
    return RuleTable("以理论、实操中较低的一项确定等次（服务指南 4.6-1）", ("等次", "成绩"), tuple(rows))
