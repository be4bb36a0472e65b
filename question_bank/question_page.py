"""What a question's page shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from ostami import clock
from question_bank.columns import points_shown
from question_bank.content import LETTERS, Content
from question_bank.models import Question
from question_bank.papers.kept_secret import question_is_secret
from scope_catalog.levels import level_label


@dataclass(frozen=True, slots=True)
class Option:
    """One option, and whether it is right."""

    letter: str
    text: str
    is_right: bool


def options_of(content: Content) -> list[Option]:
    """Return a choice question's options; none for the other kinds."""
    lettered = zip(LETTERS, content.options, strict=False)
    return [Option(letter, text, letter in content.answer) for letter, text in lettered]


def facts_of(question: Question) -> list[tuple[str, str]]:
    """Return label and value of what is known of a question beside its words."""
    return [
        ("题库", question.get_pool_display()),
        ("所属机构", question.owner.name),
        ("工种", question.trade.code_and_name),
        ("等级", level_label(question.level, occupation=question.trade.occupation)),
        ("题型", question.get_kind_display()),
        ("知识点", question.knowledge_point),
        ("难度", question.get_difficulty_display()),
        ("分值", f"{points_shown(question)} 分"),
        ("出题人", str(question.written_by)),
        ("版本", f"第 {question.version} 版"),
        ("首次使用", _used(question)),
    ]


def _used(question: Question) -> str:
    """Return since when it is used; nothing while that would tell what stands on a sealed paper."""
    if question.used_at is None:
        return "未使用"
    return "—" if question_is_secret(question, clock.now()) else str(clock.day_of(question.used_at))


def versions_of(question: Question) -> list[Question]:
    """Return all versions of a question, the newest first; none where there is but one."""
    newer = reversed([*_after(question)])
    found = [*newer, question, *_before(question)]
    return found if len(found) > 1 else []


def _before(question: Question) -> Iterator[Question]:
    while question.supersedes is not None:
        question = question.supersedes
        yield question


def _after(question: Question) -> Iterator[Question]:
    while (successor := Question.objects.filter(supersedes=question).first()) is not None:
        question = successor
        yield question
