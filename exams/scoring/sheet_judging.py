"""The rows of a sent score sheet beside the roster: whose they are, and what they change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.names import clean_person_name
from batches.models import Batch
from candidates.models import Enrolment
from documents.import_values import folded
from documents.table_import import ImportedRow, TableImport, repeats
from exams.scores import Scores
from exams.scoring.papers import KINDS, BothPapers, papers_of, part_of, refusals, with_carried, with_part
from exams.scoring.sheet_columns import NO, score_sheet_import
from exams.seating.tickets import ticket_number
from exams.selectors import scores_of, whole_roster

PAPERS = {kind: f"{kind.label}成绩" for kind in KINDS}


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A candidate of the roster, as a row is compared with it."""

    enrolment: Enrolment
    papers: BothPapers

    @property
    def stored(self) -> Scores:
        """The scores so far."""
        return with_carried(scores_of(self.enrolment), self.papers)


@dataclass(frozen=True, slots=True)
class SheetRoster:
    """A batch's roster by ticket number, and since when what was sent is known.

    Attributes:
        people: by ticket number.
        sent_at: when the sheet was sent: scores that somebody else entered after it aren't overwritten.
    """

    people: Mapping[str, SheetPerson]
    sent_at: datetime

    def spec(self) -> TableImport:
        """Return what the sheet must look like, with the rules beside this roster."""
        return score_sheet_import(self._check)

    def _check(self, rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
        found = {number: list(told) for number, told in repeats(rows, "ticket", "准考证号").items()}
        for row in rows:
            if told := list(self._judged(row)):
                found.setdefault(row.number, []).extend(told)
        return found

    def _judged(self, row: ImportedRow) -> Iterator[str]:
        ticket = row.parsed.get("ticket")
        if ticket is None:
            return
        person = self.people.get(ticket)
        if person is None:
            yield f"本批次的花名册中没有准考证号“{ticket[:20]}”。请使用本批次下载的成绩登记表。"
            return
        yield from _mismatches(row, person.enrolment)
        both = list(_both(row))
        yield from both
        if not row.problems and not both:
            yield from self._against(person, merged(row, person.stored))

    def _against(self, person: SheetPerson, after: Scores) -> Iterator[str]:
        before, enrolment = person.stored, person.enrolment
        if after.token == before.token:
            return
        yield from (str(one) for one in refusals(enrolment, before, after, person.papers))
        result = getattr(enrolment, "result", None)
        if result and result.recorded_at > self.sent_at:
            stored = f"理论 {before.theory_words or '未填'}、实操 {before.practical_words or '未填'}"
            yield f"上传之后成绩已由他人改为{stored}。请核对后重新上传。"


def sheet_roster(batch: Batch, *, sent_at: datetime) -> SheetRoster:
    """Return a batch's roster as sheets are compared with it."""
    people = whole_roster(batch)
    papers = papers_of(people)
    return SheetRoster({ticket_number(one): SheetPerson(one, papers[one.pk]) for one in people}, sent_at)


def merged(row: ImportedRow, stored: Scores) -> Scores:
    """Return the scores after a row: a score ends an absence, an absence a score, a blank paper stays."""
    for kind in KINDS:
        score, away = row.parsed[kind], row.parsed[f"{kind}_absent"]
        if score is not None or away:
            stored = with_part(stored, kind, score, absent=bool(away))
        elif away is False and part_of(stored, kind)[1]:
            stored = with_part(stored, kind, None)
    return stored


def _both(row: ImportedRow) -> Iterator[str]:
    for kind, name in PAPERS.items():
        if row.parsed.get(kind) is not None and row.parsed.get(f"{kind}_absent"):
            yield f"“{name}”和“{kind.label}缺考”只能取一。请清空成绩，或把缺考改为“{NO}”。"


def _mismatches(row: ImportedRow, enrolment: Enrolment) -> Iterator[str]:
    """Yield in what a row says somebody else than the roster, so that no score goes to the wrong person."""
    candidate, item = enrolment.candidate, enrolment.batch_item
    pairs = (
        ("name", "姓名", clean_person_name(candidate.name)),
        ("number", "证件号码", folded(candidate.masked_number)),
        ("trade", "工种", item.trade.name),
        ("level", "等级", item.plan_item.level_label),
    )
    for key, header, known in pairs:
        said = row.parsed.get(key)
        if said and folded(said) != folded(known):
            yield f"“{header}”填写的“{said[:40]}”与花名册中该准考证号的“{known}”不一致。请核对是否错行。"
