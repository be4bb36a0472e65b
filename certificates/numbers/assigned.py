"""Verbs on the numbers that the centre assigns to people before their certificates are issued."""

from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import AssignedNumber
from certificates.numbers.assigned_table import NumberRoster, assigned_number, number_roster
from certificates.numbers.sources import Source, source_of
from documents.table_import import ImportedRow, ImportedTable
from exams.held import held_batch
from exams.models import PUBLISHED
from exams.selectors import qualified
from ostami import clock
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit

CHANGED = Problem("上传之后数据有变化，没有导入任何编号", remedy="请重新上传")


def import_closed(batch: Batch) -> Iterator[Problem]:
    """Yield what keeps numbers from being imported for a batch.

    After the issue new ones still come in: for the certificates that replace corrected ones.
    """
    source = source_of(batch)
    if source is not Source.ASSIGNED:
        yield Problem(f"本批次证书{source.value}，不需要导入编号", remedy="请直接核发证书")
    elif batch.status not in PUBLISHED:
        text = f"{batch} 当前状态为“{batch.get_status_display()}”，还不能导入证书编号"
        yield Problem(text, "4.6-3", "请在成绩审核通过后导入")


@transaction.atomic
def import_numbers(*, batch: Batch, rows: Sequence[ImportedRow], actor: User) -> list[AssignedNumber]:
    """Store the numbers of a judged table; who had another number gets the new one.

    Args:
        batch: whose people they are.
        rows: all without problems.
        actor: who imports.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role imports no numbers.
        BlockedError: numbers aren't imported for the batch, or a row has become wrong since it was judged.
    """
    batch = held_batch(batch, actor=actor, right=Perm.CERTIFICATE_NUMBERS)
    refuse_if(import_closed(batch))
    roster = number_roster(batch)
    refuse_if(_wrong(roster, rows))
    told = [(owner, row.parsed["number"]) for row in rows if (owner := roster.owner(row))]
    before = _replaced([owner for owner, _ in told])
    made = _stored(batch, told, actor)
    _record(batch, made, before, actor)
    return made


def template_rows(batch: Batch, *, actor: User) -> list[tuple[str, str, str]]:
    """Return the people to number, with full document numbers; the look is recorded."""
    if any(import_closed(batch)):
        return []
    people = qualified(batch).select_related("assigned_number")
    audit.record(
        batch, action="number_template", sentence="下载了证书编号导入表（含完整证件号码）", actor=actor
    )
    return [(one.candidate.name, one.candidate.document_number, assigned_number(one)) for one in people]


def unnumbered(batch: Batch, table: ImportedTable) -> int:
    """Return how many people who passed have no number yet and stand in no row of a table."""
    roster = number_roster(batch)
    named = {owner.pk for row in table.rows if (owner := roster.owner(row))}
    waiting = qualified(batch).filter(assigned_number=None).order_by().values_list("pk", flat=True)
    return len(set(waiting) - named)


def _wrong(roster: NumberRoster, rows: Sequence[ImportedRow]) -> Iterator[Problem]:
    check = roster.spec().check_table
    if any(row.problems for row in rows) or (check and check(rows)):
        yield CHANGED


def _stored(batch: Batch, told: Sequence[tuple[Enrolment, str]], actor: User) -> list[AssignedNumber]:
    """Store the numbers; one that another batch took a moment ago refuses them all."""
    at = clock.now()
    rows = [
        AssignedNumber(batch=batch, enrolment=owner, number=number, imported_by=actor, imported_at=at)
        for owner, number in told
    ]
    try:
        with transaction.atomic():
            return AssignedNumber.objects.bulk_create(rows)
    except IntegrityError:
        raise BlockedError([CHANGED]) from None


def _replaced(owners: Sequence[Enrolment]) -> dict[int, str]:
    """Take the earlier numbers of these people away, and return them by enrolment."""
    held = AssignedNumber.objects.filter(enrolment__in=owners)
    before = {one.enrolment_id: one.number for one in held.order_by()}
    held.delete()
    return before


def _record(batch: Batch, made: Sequence[AssignedNumber], before: dict[int, str], actor: User) -> None:
    changes = {
        f"{one.enrolment.candidate.name}的指定编号": (before[one.enrolment_id], one.number)
        for one in made
        if before.get(one.enrolment_id, one.number) != one.number
    }
    sentence = f"导入了 {len(made)} 名考生的证书编号"
    audit.record(batch, action="assign_numbers", sentence=sentence, actor=actor, changes=changes)
