"""Tables of the rules as they hold today, put into texts by name: ``{{规则:考评员条件}}``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.template.loader import render_to_string

from ostami.problems import Problem
from portal.texts.markdown import mentions, rules_named
from portal.texts.rules import candidates, examiners, exams, stations
from portal.texts.rules.tables import RuleTable


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that texts can show: what it is about, and what makes its table for a day."""

    about: str
    table: Callable[[date], RuleTable]


RULES: dict[str, Rule] = {
    "考试站人员": Rule("考试站的人员配置", stations.people),
    "考试站材料": Rule("申报考试站须上传的材料", stations.files),
    "考试站期限": Rule("许可证和年审的期限", stations.terms),
    "考评员条件": Rule("考评员、高级考评员、管理人员的任职条件", examiners.conditions),
    "考评员期限": Rule("考评员的工种数、培训和任期", examiners.terms),
    "考生申报条件": Rule("各等级的申报条件", candidates.eligibility),
    "在读学生条件": Rule("职业院校在读学生的附加条件", candidates.students),
    "报名材料": Rule("三类考生各自提交的材料", candidates.materials),
    "考务期限": Rule("批次申请、报名、试卷的期限和人数", exams.deadlines),
    "成绩等次": Rule("成绩的等次", exams.grades),
}


def shown(name: str, *, day: date) -> str:
    """Return the HTML of a rule as it holds on a day.

    A name that has gone since the text was saved leaves its place empty: the page around it stays readable.
    """
    rule = RULES.get(name)
    return render_to_string("portal/texts/_rule.html", {"rule": rule.table(day)}) if rule else ""


def shown_on(day: date) -> Callable[[str], str]:
    """Return what gives a rule's HTML for a day, for `markdown.rendered`."""
    return partial(shown, day=day)


def naming_problems(body: str) -> Iterator[Problem]:
    """Yield what is wrong with the rules that a text names."""
    alone = rules_named(body)
    for name in alone:
        if name not in RULES:
            yield Problem(f"没有名为“{name}”的规则", remedy=f"可以使用：{_listed()}", field="body")
    if len(mentions(body)) != len(alone):
        text = "双花括号只能用来引用规则，并且单独成段（前后各空一行）"
        remedy = "请写成 {{规则:考评员条件}} 的样子，或删去花括号"
        yield Problem(text, remedy=f"{remedy}。可以使用：{_listed()}", field="body")


def _listed() -> str:
    return "、".join(RULES)
