"""Which trades' scores a second person found right, as they stand (成绩复核)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, prefetch_related_objects

from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from exams.models import Result, ScoreConfirmation
from exams.scoring.marks import sequence_in, token_of
from exams.scoring.storing import SCORE
from exams.selectors import by_item, scores_of, whole_roster
from workflow.models import AuditEvent


def digest_of(people: Iterable[Enrolment]) -> str:
    """Return the digest of a trade's scores and marks: another one once any of them is changed."""
    rows = list(people)
    prefetch_related_objects(rows, "marks")
    lines = sorted((one.pk, _token(one)) for one in rows)
    return sha256("\n".join(f"{pk}:{token}" for pk, token in lines).encode()).hexdigest()


def _token(enrolment: Enrolment) -> str:
    marks = token_of({row.examiner_id: row.mark for row in enrolment.marks.all()})
    return f"{scores_of(enrolment).token}:{marks}" if marks else scores_of(enrolment).token


def last_confirmations(batch: Batch) -> dict[int, ScoreConfirmation]:
    """Return the last confirmation of each trade, by the item's id, whether or not it still fits."""
    rows = ScoreConfirmation.objects.filter(item__batch=batch).order_by("pk")
    joined = rows.select_related("confirmed_by", "item__plan_item__trade__occupation")
    return {row.item_id: row for row in joined}


def confirmed(batch: Batch, people: Iterable[Enrolment]) -> dict[int, ScoreConfirmation]:
    """Return the confirmations that fit the scores as they stand, by the item's id.

    Args:
        batch: whose trades.
        people: its whole roster, as `exams.selectors.whole_roster` gives it.
    """
    last, rows = last_confirmations(batch), list(people)
    prefetch_related_objects(rows, "marks")
    return {
        item.pk: last[item.pk]
        for item, of_item in by_item(rows)
        if item.pk in last and last[item.pk].digest == digest_of(of_item)
    }


def unconfirmed(batch: Batch) -> list[BatchItem]:
    """Return the trades with candidates whose scores nobody confirmed as they stand, in the batch's order."""
    people = whole_roster(batch)
    found = confirmed(batch, people)
    return [item for item, _ in by_item(people) if item.pk not in found]


def recorders(people: Sequence[Enrolment]) -> set[int]:
    """Return the ids of all who ever entered or corrected one of these candidates' scores or marks.

    They stand in the audit chain alone: a row names the last one who wrote it. Who granted a carried score or
    recorded that somebody was away entered no score.
    """
    return _scorers(people) | _markers(people)


def _scorers(people: Sequence[Enrolment]) -> set[int]:
    results = [one.result.pk for one in people if hasattr(one, "result")]
    acts = _acts(Result, action=SCORE, object_id__in=results).exclude(actor=None)
    return set(acts.values_list("actor_id", flat=True))


def _markers(people: Sequence[Enrolment]) -> set[int]:
    """Return who entered marks, also such as were overwritten since: marks are recorded with the batch."""
    mine = {str(one.sequence) for one in people}
    batches = {one.batch_id for one in people}
    acts = _acts(Batch, action="marks", object_id__in=batches).exclude(actor=None)
    told = acts.values_list("actor_id", "changes")
    return {actor for actor, changes in told if any(sequence_in(key) in mine for key in changes)}


def _acts(model: type[Model], **which: object) -> QuerySet[AuditEvent]:
    kind = ContentType.objects.get_for_model(model)
    return AuditEvent.objects.filter(object_type=kind, **which).order_by()
