"""Reading evidence: what is there, what is needed, what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from exams.models import (
    DATED,
    REQUIRED_EVIDENCE,
    Attendance,
    AttendanceState,
    EvidenceKind,
    ExamEvidence,
)
from exams.models.evidence import ExamEvidenceQuerySet
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind

STAYED_AWAY = (AttendanceState.ABSENT, AttendanceState.EXCUSED)
# What shows one of the two papers; the rest belongs to any of them.
SHOWS = {
    EvidenceKind.THEORY_ROOM: PaperKind.THEORY,
    EvidenceKind.PRACTICAL_ROOM: PaperKind.PRACTICAL,
    EvidenceKind.WORKPIECE: PaperKind.PRACTICAL,
}
CLAUSES = {EvidenceKind.SIGN_IN: "4.6-5", EvidenceKind.PAPERS: "4.7-5"}
ROOM_CLAUSE = "4.6-6"


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """One trade's evidence.

    Attributes:
        needed: the kinds of which at least one is needed.
        rows: what is there.
        complete: the kinds of which something is there that counts.
    """

    item: BatchItem
    needed: tuple[EvidenceKind, ...]
    rows: list[ExamEvidence]
    complete: frozenset[str]

    @property
    def missing(self) -> list[EvidenceKind]:
        """The kinds that are needed and aren't there."""
        return [kind for kind in self.needed if kind not in self.complete]

    @property
    def problems(self) -> list[Problem]:
        """What is missing, in words."""
        return [_missing_words(self.item, kind) for kind in self.missing]

    def of_kind(self, kind: EvidenceKind) -> list[ExamEvidence]:
        """Return what is there of one kind."""
        return [row for row in self.rows if row.kind == kind]


def evidence_of(batch: Batch) -> ExamEvidenceQuerySet:
    """Return all evidence of a batch, by trade and kind, with what names it."""
    joined = ("item__batch", "item__plan_item__trade__occupation", "added_by")
    found: ExamEvidenceQuerySet = ExamEvidence.objects.filter(item__batch=batch).select_related(*joined)
    return found.order_by("item", "kind", "pk")


def missing(item: BatchItem) -> list[Problem]:
    """Return what is missing of a trade's evidence, and who has to act; nothing where it is complete."""
    return next((one.problems for one in checklist(item.batch) if one.item.pk == item.pk), [])


def missing_of(batch: Batch) -> list[Problem]:
    """Return what is missing of a batch's evidence, trade by trade."""
    return [problem for one in checklist(batch) for problem in one.problems]


def checklist(batch: Batch) -> list[ItemEvidence]:
    """Return every trade that has people on the roster, with its evidence."""
    rows = list(evidence_of(batch))
    sat = {kind: _items_with_sitters(batch, kind) for kind in PaperKind}
    examined = Enrolment.objects.filter(batch=batch).accepted().order_by().values("batch_item")
    items = batch.items.filter(pk__in=examined).select_related("plan_item__trade__occupation")
    return [
        _of_item(item, [row for row in rows if row.item_id == item.pk], sat, batch)
        for item in items.order_by("pk")
    ]


def _of_item(
    item: BatchItem, rows: list[ExamEvidence], sat: Mapping[PaperKind, Collection[int]], batch: Batch
) -> ItemEvidence:
    complete = frozenset(row.kind for row in rows if row.kind not in DATED or row.taken_on == batch.exam_date)
    return ItemEvidence(item, _needed({kind for kind in PaperKind if item.pk in sat[kind]}), rows, complete)


def _needed(sat: Collection[PaperKind]) -> tuple[EvidenceKind, ...]:
    """Return the kinds that a trade needs, of which the papers in `sat` were sat by somebody."""
    if not sat:
        return (EvidenceKind.SIGN_IN,)
    return tuple(kind for kind in REQUIRED_EVIDENCE if SHOWS.get(kind) in {None, *sat})


def _items_with_sitters(batch: Batch, kind: PaperKind) -> set[int]:
    """Return the items of which somebody sat a paper, so far as anything else isn't recorded."""
    away = Attendance.objects.filter(enrolment=OuterRef("pk"), kind=kind, state__in=STAYED_AWAY)
    excluded = Attendance.objects.filter(
        enrolment=OuterRef("pk"), kind=kind, state=AttendanceState.MISCONDUCT
    )
    people = Enrolment.objects.filter(batch=batch).accepted().order_by().exclude(carried__kind=kind)
    # Typed in the grid, or read from a file: an absence without attendance, unless somebody was excluded.
    absent = people.filter(~Exists(excluded), **{f"result__{kind}_absent": True})
    sat = people.exclude(Exists(away)).exclude(pk__in=absent.values("pk"))
    return set(sat.values_list("batch_item", flat=True).distinct())


def _missing_words(item: BatchItem, kind: EvidenceKind) -> Problem:
    clause = CLAUSES.get(kind, ROOM_CLAUSE)
    return Problem(f"{item}还没有{kind.label}", clause, "请考试站在“考试资料”中上传")
