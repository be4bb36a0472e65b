"""What a page showed of a report, so that an old one doesn't write over what was stored since."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from exams.models import SupervisionReport
from exams.supervising.checklist import QUESTIONS, all_findings
from ostami.problems import Problem

TOKEN_LENGTH = 16
# What is written besides the answers.
TEXTS = {
    "findings": "发现的问题",
    "advice": "意见和建议",
    "conclusion": "结论",
    "rectify_by": "整改期限",
    "rectification": "整改情况",
}


def token_of(value: Any) -> str:
    """Return one word for a value: equal for equal ones, whatever ends their lines."""
    words = json.dumps(value, default=str, sort_keys=True, ensure_ascii=False).replace("\\r\\n", "\\n")
    return hashlib.sha256(words.encode()).hexdigest()[:TOKEN_LENGTH]


def tokens(told: Mapping[str, Any]) -> dict[str, str]:
    """Return one word each."""
    return {key: token_of(value) for key, value in told.items()}


def stored(report: SupervisionReport) -> dict[str, Any]:
    """Return all that is written of a report: answers by question, and texts by field."""
    answers = {
        one.question.key: {"answer": one.answer, "remark": one.remark} for one in all_findings(report.checks)
    }
    return answers | {name: getattr(report, name) for name in TEXTS}


def touched(told: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """Return what says something else than the page had shown; all where nobody looked."""
    return {key: value for key, value in told.items() if seen.get(key) != token_of(value)}


def overtaken(report: SupervisionReport, told: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, str]:
    """Return what somebody types over a newer text without having seen it: the stored token by key."""
    there = tokens(stored(report))
    return {
        key: there[key]
        for key, value in touched(told, seen).items()
        if key in seen and there[key] not in {seen[key], token_of(value)}
    }


def overtaken_problems(
    report: SupervisionReport, told: Mapping[str, Any], seen: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield that as problems, each at its field."""
    questions = {one.key: one.text for one in QUESTIONS}
    for key in overtaken(report, told, seen):
        yield Problem(
            f"“{questions.get(key) or TEXTS[key]}”已在另一窗口改过",
            remedy="请在新窗口打开本页核对；如仍以本页所填为准，请再次保存",
            field=f"a_{key}" if key in questions else key,
        )
