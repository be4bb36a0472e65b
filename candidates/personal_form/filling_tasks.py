"""The pages of a personal form as steps: which is untouched, begun or complete, and what it lacks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from candidates.guards import (
    empty_certificate_fields,
    empty_school_fields,
    missing_materials,
    study_problems,
    work_problems,
)
from candidates.models import Enrolment, HistoryKind
from candidates.personal_form.materials import Rules
from candidates.personal_form.steps import (
    CERTIFICATES,
    CHECK,
    EMPLOYER,
    HISTORY,
    UPLOADS,
    WORK,
    FormStep,
    steps_of,
)
from workflow.tasks import Task, TaskState


@dataclass(frozen=True, slots=True)
class Known:
    """What a page is judged by beside its enrolment: the day, and the table of materials."""

    today: date
    rules: Rules | None = None


def filling_tasks(enrolment: Enrolment, *, today: date, rules: Rules | None = None) -> list[Task]:
    """Return a step for each page that is filled in before the answers are checked.

    Args:
        enrolment: with history and uploads.
        today: the day up to which the history has to reach.
        rules: the table of materials, where it was read before.
    """
    known = Known(today, rules)
    return [_task(step, enrolment, known) for step in steps_of(enrolment) if step != CHECK]


def _task(step: FormStep, enrolment: Enrolment, known: Known) -> Task:
    lacks, begun = PAGES[step.name]
    hint = lacks(enrolment, known)
    state = TaskState.TODO if begun(enrolment) else TaskState.UNTOUCHED
    return Task(step.task, state if hint else TaskState.DONE, hint, step.address(enrolment))


def _school(enrolment: Enrolment, _: Known) -> str:
    return _missing(empty_school_fields(enrolment))


def _certificates(enrolment: Enrolment, _: Known) -> str:
    if not enrolment.certificates_said:
        return "没有证书的，勾选“没有”即可"
    return _missing(empty_certificate_fields(enrolment))


def _study(enrolment: Enrolment, known: Known) -> str:
    return "\n".join(map(str, study_problems(enrolment, today=known.today)))


def _work(enrolment: Enrolment, known: Known) -> str:
    if not _told(enrolment, HistoryKind.STUDY):
        return "请先填写学习经历"
    return "\n".join(map(str, work_problems(enrolment, today=known.today)))


def _uploads(enrolment: Enrolment, known: Known) -> str:
    return _missing(str(kind.label) for kind in missing_materials(enrolment, known.rules))


def _missing(labels: Iterable[str]) -> str:
    listed = "、".join(labels)
    return f"还差：{listed}" if listed else ""


def _told(enrolment: Enrolment, *kinds: HistoryKind) -> bool:
    return any(entry.kind in kinds for entry in enrolment.history.all())


Lacks = Callable[[Enrolment, Known], str]
Begun = Callable[[Enrolment], bool]
PAGES: dict[str, tuple[Lacks, Begun]] = {
    EMPLOYER.name: (_school, lambda one: bool(one.institution or one.education)),
    CERTIFICATES.name: (_certificates, lambda one: one.certificates_said),
    HISTORY.name: (_study, lambda one: _told(one, HistoryKind.STUDY)),
    WORK.name: (_work, lambda one: _told(one, HistoryKind.WORK, HistoryKind.OTHER)),
    UPLOADS.name: (_uploads, lambda one: bool(one.uploads.all())),
}
