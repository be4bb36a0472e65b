"""What is known of a candidate's two papers beside their scores, and what that lets be entered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from candidates.models import Enrolment
from exams.models import UNSCORED, Attendance, AttendanceState, PracticalMark
from exams.scores import Scores, part_in_words
from exams.selectors import carried_score
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind

KINDS = (PaperKind.THEORY, PaperKind.PRACTICAL)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One paper of one candidate.

    Attributes:
        kind: which paper.
        attendance: how the candidate stood at it; empty while nobody recorded that.
        carried: its score, where a make-up candidate carries it from an earlier exam.
        marked: whether examiners' own marks were entered, of which the score is the mean.
    """

    kind: PaperKind
    attendance: AttendanceState | None = None
    carried: Decimal | None = None
    marked: bool = False

    @property
    def unscored(self) -> bool:
        """Tell whether the attendance lets the paper have no score."""
        return self.attendance in UNSCORED

    @property
    def locked(self) -> bool:
        """Tell whether nothing can be typed into it."""
        return self.unscored or self.carried is not None or self.marked

    @property
    def words(self) -> str:
        """What stands beside the paper's score."""
        if self.carried is not None:
            return "保留成绩"
        if self.marked:
            return "考评员评分"
        return self.attendance.label if self.attendance else ""

    @property
    def note(self) -> str:
        """What a table says beside the score: whence it comes, or why there is none."""
        usual = self.attendance in {None, AttendanceState.PRESENT, AttendanceState.ABSENT}
        return "" if usual and self.carried is None else self.words


BothPapers = Mapping[PaperKind, PaperFacts]


def papers_of(enrolments: Iterable[Enrolment]) -> dict[int, BothPapers]:
    """Return both papers of each enrolment, by its id, in two queries."""
    people = list(enrolments)
    batches = {one.batch_id for one in people}
    rows = Attendance.objects.filter(enrolment__batch__in=batches).order_by()
    stood = {(pk, kind): state for pk, kind, state in rows.values_list("enrolment_id", "kind", "state")}
    marks = PracticalMark.objects.filter(enrolment__batch__in=batches).order_by()
    marked = set(marks.values_list("enrolment_id", flat=True))
    return {one.pk: {kind: _facts(one, kind, stood, marked) for kind in KINDS} for one in people}


def _facts(
    enrolment: Enrolment, kind: PaperKind, stood: Mapping[tuple[int, str], str], marked: set[int]
) -> PaperFacts:
    state = stood.get((enrolment.pk, kind))
    return PaperFacts(
        kind,
        AttendanceState(state) if state else None,
        carried_score(enrolment, kind),
        marked=kind == PaperKind.PRACTICAL and enrolment.pk in marked,
    )


def part_of(scores: Scores, kind: PaperKind) -> tuple[Decimal | None, bool]:
    """Return one paper's score and absence."""
    return getattr(scores, kind), getattr(scores, f"{kind}_absent")


def with_part(scores: Scores, kind: PaperKind, score: Decimal | None, *, absent: bool = False) -> Scores:
    """Return the scores with one paper's score or absence in place of what it had."""
    both: dict[str, Decimal | bool | None] = {kind.value: score, f"{kind}_absent": absent}
    return replace(scores, **both)  # type: ignore[arg-type]  # the names are those of the fields


def with_carried(scores: Scores, papers: BothPapers) -> Scores:
    """Return the scores with the one that a make-up candidate carries, where nothing else is said of it."""
    for kind, paper in papers.items():
        if paper.carried is not None and part_of(scores, kind) == (None, False):
            return with_part(scores, kind, paper.carried)
    return scores


def refusals(
    enrolment: Enrolment, before: Scores, after: Scores, papers: BothPapers, *, by_marks: bool = False
) -> Iterator[Problem]:
    """Yield why a candidate's scores can't become `after` (guide 4.6-1).

    Args:
        enrolment: whose.
        before: as stored.
        after: as asked for.
        papers: what else is known.
        by_marks: whether the practical score comes from the examiners' marks.
    """
    for kind, paper in papers.items():
        wanted = part_of(after, kind)
        if paper.carried is not None:
            if wanted != (paper.carried, False):
                yield _carried(enrolment, paper)
        elif wanted != part_of(before, kind):
            yield from _against(enrolment, paper, wanted, by_marks=by_marks)


def _carried(enrolment: Enrolment, paper: PaperFacts) -> Problem:
    score = part_in_words(paper.carried, absent=False)
    return Problem(
        f"{enrolment.candidate.name}的{paper.kind.label}成绩 {score} 是补考的保留成绩，不能改动",
        remedy="请只登记本次考试的科目",
        field=f"{paper.kind}_{enrolment.pk}",
    )


def _against(
    enrolment: Enrolment, paper: PaperFacts, wanted: tuple[Decimal | None, bool], *, by_marks: bool
) -> Iterator[Problem]:
    name, kind, field = enrolment.candidate.name, paper.kind.label, f"{paper.kind}_{enrolment.pk}"
    score, absent = wanted
    if paper.attendance in UNSCORED and not absent:
        said = paper.attendance.label
        entered = "不能登记成绩" if score is not None else "不能取消缺考"
        yield Problem(
            f"{name}的{kind}到考登记为“{said}”，{entered}", "4.6-5", "如有误，请先更正到考登记", field
        )
    elif paper.attendance == AttendanceState.PRESENT and absent:
        yield Problem(
            f"{name}的{kind}到考登记为“到考”，不能标记缺考", "4.6-5", "如有误，请先更正到考登记", field
        )
    elif paper.marked and not by_marks:
        yield Problem(
            f"{name}的实操成绩由考评员评分得出，不能直接填写", remedy="请在“考评员评分”中更正", field=field
        )
