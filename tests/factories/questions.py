"""Theory questions with valid content of every kind; their words are made up."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.urls import reverse

from accounts.models import Organisation, User
from accounts.rights import Role
from ostami import clock
from question_bank.content import Content
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from scope_catalog.models import Trade
from tests.factories import people

_serial = count(1)
ANSWERS = {
    QuestionKind.SINGLE: ("A",),
    QuestionKind.MULTIPLE: ("A", "C"),
    QuestionKind.TRUE_FALSE: ("对",),
    QuestionKind.FILL_IN: ("主轴|机床主轴",),
    QuestionKind.TERM: ("练习用的名词解析",),
    QuestionKind.SHORT: ("练习用的参考答案",),
    QuestionKind.ESSAY: ("练习用的论述要点",),
}

SECRET = Content(stem="绝密的题干是什么？", options=("绝密甲", "绝密乙"), answer=("B",), marking="绝密评分")


def content(kind: QuestionKind = QuestionKind.SINGLE, **facts: Any) -> Content:
    """Make valid content of a kind; every one is another question."""
    number = next(_serial)
    blank = "____" if kind == QuestionKind.FILL_IN else ""
    options = {
        QuestionKind.SINGLE: ("甲", "乙", "丙", "丁"),
        QuestionKind.MULTIPLE: ("甲", "乙", "丙", "丁"),
    }.get(kind, ())
    made = {"stem": f"第{number}道练习题问的是什么{blank}？", "options": options, "answer": ANSWERS[kind]}
    return Content(**{**made, "marking": "按要点给分", "explanation": "练习用的解析", **facts})


def to(name: str, *args: Any) -> str:
    """Return a page's address."""
    return reverse(f"question_bank:{name}", args=args)


def question(
    owner: Organisation,
    trade: Trade,
    *,
    kind: QuestionKind = QuestionKind.SINGLE,
    pool: Pool = Pool.EXAM,
    level: int = 4,
    words: Content | None = None,
    **facts: Any,
) -> Question:
    """Make a question, active unless its `status` is told, with valid content unless `words` are."""
    told = {
        "knowledge_point": "基础知识",
        "points": Decimal(2),
        "status": ItemStatus.ACTIVE,
        "written_at": clock.now(),
        **facts,
    }
    if "written_by" not in told:
        told["written_by"] = _writer(owner)
    made = Question(owner=owner, trade=trade, kind=kind, pool=pool, level=level, **told)
    made.content = words or content(kind)
    made.save()
    return made


def _writer(owner: Organisation) -> User:
    """Return whoever wrote the organisation's questions before, else a person of it."""
    found = owner.users.order_by("pk").first()
    return found or people.user(f"出题{owner.code}", Role.STATION, owner)
