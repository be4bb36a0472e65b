"""What a station needs (guide 2.1 and 2.3)."""

from datetime import date

from django.conf import settings

from ostami import policy
from portal.texts.rules.tables import RuleTable
from stations.models import ApplicationKind, Position
from stations.sections import REQUIRED_FILES
from stations.staffing import LEAST


def people(day: date) -> RuleTable:
    """Return how many people of which kind a station needs."""
    staff = (
        (place.label, f"{'至少 ' if place == Position.DEPUTY else ''}{number} 人", "2.1.2")
        for place, number in LEAST.items()
    )
    per_trade = ("考评员", f"每个申报工种不少于 {policy.EXAMINERS_PER_TRADE} 人", "2.1.2")
    spread = ("一名考评员对应的工种", f"最多 {policy.EXAMINER_MAX_TRADES} 个", "3.2")
    return RuleTable("考试站至少配备的人员", ("人员", "要求", "服务指南"), (*staff, per_trade, spread))


def files(day: date) -> RuleTable:
    """Return which files go with an application for a new station."""
    wanted = REQUIRED_FILES[ApplicationKind.ESTABLISHMENT]
    rows = tuple(
        (kind.label, f"{least} 份" if least == 1 else f"至少 {least} 张") for kind, least in wanted.items()
    )
    return RuleTable("设立考试站须上传的材料", ("材料", "数量"), rows)


def terms(day: date) -> RuleTable:
    """Return for how long a licence holds, and when the annual review is due."""
    month, last = settings.ANNUAL_REVIEW_DUE.split("-")
    rows = (
        ("机构许可证", f"批准之日起 {settings.LICENCE_YEARS} 年有效，到期前办理换证"),
        ("年审", f"次年 1 月 1 日起填报，{int(month)} 月 {int(last)} 日前提交"),
        ("逾期未年审", f"宽限 {settings.ANNUAL_REVIEW_GRACE_DAYS} 天后不能编报年度计划"),
    )
    return RuleTable("许可证、年审的期限和后果", ("事项", "期限"), rows)
