"""What an examiner application still lacks: all of it at once, each with the page and place that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from examiners.models import EvidenceKind, ExaminerApplication, SoughtGrade
from examiners.rules.qualification import level_counts, title_counts
from ostami.policy import EXAMINER_MAX_TRADES
from ostami.problems import Problem

# The cells of F2 that are answered in words, in its order; those from the document number follow below.
CELLS = ("education", "department", "occupation", "title", "address", "email", "phone")
OPINION_CELLS = ("department_opinion", "department_head", "department_on")
CLAUSE = "3.2"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an application lacks, and the address of the place where it is mended."""

    problem: Problem
    address: str


def missing_parts(application: ExaminerApplication) -> list[Missing]:
    """Return everything that F2 asks for and `application` lacks, cells first, then files."""
    return [
        *(
            Missing(problem, _place(application, "form", f"id_{problem.field}"))
            for problem in _cells(application)
        ),
        *(Missing(problem, _place(application, "files", problem.field)) for problem in _files(application)),
    ]


def missing_cells(application: ExaminerApplication) -> list[Problem]:
    """Return what the form itself lacks, so that it can't be printed to be signed."""
    return list(_cells(application))


def missing_files(application: ExaminerApplication) -> list[Problem]:
    """Return the files that an application lacks."""
    return list(_files(application))


def required_files(application: ExaminerApplication) -> list[EvidenceKind]:
    """Return the files that go with an application: certificates follow what its qualification rests on."""
    needed = {
        EvidenceKind.PHOTO: True,
        EvidenceKind.SKILL: level_counts(application),
        EvidenceKind.TITLE: title_counts(application),
        EvidenceKind.SIGNED_FORM: True,
    }
    return [kind for kind in EvidenceKind if needed[kind]]


def _place(application: ExaminerApplication, page: str, anchor: str) -> str:
    return f"{reverse(f'examiner_applications:{page}', kwargs={'pk': application.pk})}#{anchor}"


def _cells(application: ExaminerApplication) -> Iterator[Problem]:
    if not application.document_sealed:
        yield Problem("还没有填写身份证号码", CLAUSE, field="document_number")
    elif not application.sex or application.birth_date is None:
        yield Problem("还没有填写性别和出生日期", CLAUSE, field="sex")
    for name in CELLS:
        if not getattr(application, name):
            yield Problem(f"还没有填写{label_of(name)}", CLAUSE, field=name)
    yield from _trades(application)
    for name in OPINION_CELLS:
        if not getattr(application, name):
            yield Problem(f"还没有填写{label_of(name)}", CLAUSE, field=name)


def _trades(application: ExaminerApplication) -> Iterator[Problem]:
    """A manager judges no trade; anybody else names one to three."""
    if application.sought != SoughtGrade.MANAGER and not application.trade_places.exists():
        yield Problem("还没有选择工种", CLAUSE, f"请选择 1 至 {EXAMINER_MAX_TRADES} 个工种", field="trade_1")


def _files(application: ExaminerApplication) -> Iterator[Problem]:
    there = {evidence.kind for evidence in application.evidence.all()}
    for kind in required_files(application):
        if kind not in there:
            yield Problem(f"还没有上传{kind.label}", "3.1.2" if kind in CERTIFICATES else CLAUSE, field=kind)


CERTIFICATES = frozenset({EvidenceKind.SKILL, EvidenceKind.TITLE})


def label_of(name: str) -> str:
    """Return what people call a field of the application."""
    field = ExaminerApplication._meta.get_field(name)  # noqa: SLF001  Django's documented API
    return str(getattr(field, "verbose_name", name))
