"""Reading examiners' marks of practical work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from batches.models import BatchItem
from candidates.models import Enrolment
from exams.models import PracticalMark
from exams.scores import part_in_words
from exams.scoring.means import mean_mark

Marks = Mapping[int, Decimal]  # by the examiner's id


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """One candidate's row of marks.

    Attributes:
        enrolment_id: whose.
        marks: by the examiner's id; who isn't there gave none.
        seen: the token of what the row showed before; None where nobody looked.
    """

    enrolment_id: int
    marks: Marks
    seen: str | None = None

    @property
    def token(self) -> str:
        """One word for these marks."""
        return token_of(self.marks)

    @property
    def touched(self) -> bool:
        """Tell whether the row says something else than it showed."""
        return self.seen is None or self.token != self.seen


def token_of(marks: Marks) -> str:
    """Return one word for a row of marks: equal for equal marks, empty for none."""
    return "/".join(f"{pk}:{part_in_words(mark, absent=False)}" for pk, mark in sorted(marks.items()))


def marks_of(people: Iterable[Enrolment]) -> dict[int, dict[int, PracticalMark]]:
    """Return the stored marks by enrolment id, then by the examiner's id."""
    found: dict[int, dict[int, PracticalMark]] = {}
    for row in PracticalMark.objects.filter(enrolment__in=list(people)).order_by("pk"):
        found.setdefault(row.enrolment_id, {})[row.examiner_id] = row
    return found


def values_of(rows: Mapping[int, PracticalMark]) -> dict[int, Decimal]:
    """Return the marks themselves."""
    return {pk: row.mark for pk, row in rows.items()}


def score_of(item: BatchItem, marks: Marks) -> Decimal | None:
    """Return the practical score that marks give, or None until everybody on the panel gave one."""
    given = [marks.get(examiner.pk) for examiner in item.panel]
    known = [mark for mark in given if mark is not None]
    return mean_mark(known) if given and len(known) == len(given) else None


def person_key(enrolment: Enrolment) -> str:
    """Return the name under which the history of a batch tells a candidate's marks: ``1 林若溪``."""
    return f"{enrolment.sequence} {enrolment.candidate.name}"


def sequence_in(key: str) -> str:
    """Return the place on the roster that `person_key` begins with."""
    return key.partition(" ")[0]
