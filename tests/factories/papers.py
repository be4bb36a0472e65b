"""Banks to draw from, and papers in every state."""

from collections.abc import Mapping
from decimal import Decimal

from accounts.models import Organisation, User
from accounts.rights import Role
from ostami import clock
from question_bank.blueprint_facts import KindRow
from question_bank.kinds import Difficulty, QuestionKind
from question_bank.models import Blueprint, Paper, PaperStatus, Question
from question_bank.services.papers import compose_paper, paper_of_task
from scope_catalog.models import Trade
from tests.factories import blueprints, people, questions, tasks
from workflow.lifecycle import perform

COUNTS = dict.fromkeys(QuestionKind, 6)
POINTS = ("切削用量", "刀具", "量具")
WAYS = {
    PaperStatus.DRAFT: (),
    PaperStatus.SUBMITTED: ("submit",),
    PaperStatus.RETURNED: ("submit", "return"),
    PaperStatus.CHECKED: ("submit", "check"),
    PaperStatus.SEALED: ("submit", "check", "seal"),
    PaperStatus.WITHDRAWN: ("submit", "check", "withdraw"),
}
BY_AUTHOR = {"submit"}


def bank(
    owner: Organisation,
    trade: Trade,
    *,
    level: int = 4,
    counts: Mapping[QuestionKind, int] = COUNTS,
) -> list[Question]:
    """Fill an exam bank with active questions, their knowledge points and difficulties in turn."""
    return [
        questions.question(
            owner,
            trade,
            kind=kind,
            level=level,
            knowledge_point=POINTS[number % len(POINTS)],
            difficulty=Difficulty(1 + number % 5),
        )
        for kind, count in counts.items()
        for number in range(count)
    ]


def blueprint(
    actor: User, trade: Trade, *, counts: Mapping[QuestionKind, int] | None = None, **changed: object
) -> Blueprint:
    """Make a blueprint of the actor's organisation; of every kind one or two questions, unless told."""
    wanted = counts or {kind: 1 if kind == QuestionKind.ESSAY else 2 for kind in QuestionKind}
    rows = tuple(KindRow(kind=kind, count=count, points=Decimal(5)) for kind, count in wanted.items())
    return blueprints.blueprint(actor, trade, rows=rows, **changed)


def two_people(owner: Organisation) -> tuple[User, User]:
    """Return two people of an organisation: its first logins, or new ones."""
    found = list(owner.users.filter(role=Role.STATION).order_by("pk")[:2])
    while len(found) < 2:
        found.append(people.user(f"命题{owner.code}-{len(found)}", Role.STATION, owner))
    return found[0], found[1]


def composed_paper(
    owner: Organisation,
    trade: Trade,
    *,
    level: int = 4,
    status: str = PaperStatus.DRAFT,
    versions: int = 2,
    seed: str = "",
) -> Paper:
    """Compose a paper by a bank of its own, and move it by two people to a status.

    The station must be granted trade and level (`exam.scope`).
    """
    author, checker = two_people(owner)
    bank(owner, trade, level=level)
    plan = Blueprint.objects.filter(owner=owner, trade=trade, level=level).first()
    plan = plan or blueprint(author, trade, level=level)
    made = compose_paper(blueprint=plan, actor=author, at=clock.now(), seed=seed, versions=versions)
    return moved(made, status, author=author, checker=checker)


def task_paper(
    owner: Organisation, trade: Trade, *, level: int = 4, status: str = PaperStatus.DRAFT
) -> Paper:
    """Make a practical paper of a new task, and move it by two people to a status."""
    author, checker = two_people(owner)
    task = tasks.task(author, trade, level=level, checker=checker)
    return moved(
        paper_of_task(task=task, actor=author, at=clock.now()), status, author=author, checker=checker
    )


def moved(paper: Paper, status: str, *, author: User, checker: User) -> Paper:
    """Move a draft to a status."""
    for step in WAYS[PaperStatus(status)]:
        reason = "" if step in {*BY_AUTHOR, "seal", "check"} else "练习用的意见"
        perform(paper, step, actor=author if step in BY_AUTHOR else checker, reason=reason)
    paper.refresh_from_db()
    assert paper.status == status
    return paper
