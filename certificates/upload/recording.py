"""Recording that a batch's data were uploaded, so that the next upload brings only what is new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from certificates.models import Certificate, NationalUpload
from certificates.upload.catalogue import not_uploaded, refusal
from certificates.upload.checks import Fault, checked_rows
from certificates.upload.rows import UploadRow, ended_since
from exams.held import held_batch
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit


@dataclass(frozen=True, slots=True)
class Pending:
    """What the register is still to be told of a batch: new rows with their faults, and what ended since."""

    rows: Sequence[UploadRow]
    faults: Sequence[Fault]
    ended: Sequence[Certificate]

    @property
    def mark(self) -> str:
        """What tells whether anything changed since it was shown."""
        return sha256(repr(list(map(_keys, (self.new, self.ended)))).encode()).hexdigest()

    @property
    def new(self) -> list[Certificate]:
        """The certificates of the rows."""
        return [row.certificate for row in self.rows]


def _keys(certificates: Iterable[Certificate]) -> list[int]:
    return [one.pk for one in certificates]


def pending(batch: Batch, *, today: date) -> Pending:
    """Return what an upload of the batch would tell."""
    return Pending(*checked_rows(batch, today=today), ended_since(batch))


@transaction.atomic
def record_upload(*, batch: Batch, seen: str, uploaded_on: date, actor: User, at: datetime) -> NationalUpload:
    """Record that everything pending was uploaded.

    Args:
        batch: which.
        seen: the mark of what the person saw pending.
        uploaded_on: the day of the upload.
        actor: who says so.
        at: when.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role uploads nothing.
        BlockedError: there is nothing to upload, it has faults, it changed since, or the day can't be.
    """
    batch = held_batch(batch, actor=actor, right=Perm.NATIONAL_UPLOAD)
    refuse_if(not_uploaded(batch))
    today = clock.day_of(at)
    told = pending(batch, today=today)
    refuse_if(_problems(told, seen, uploaded_on, today))
    made = NationalUpload.objects.create(
        batch=batch, uploaded_on=uploaded_on, recorded_by=actor, recorded_at=at
    )
    made.certificates.set(told.new)
    made.ended.set(told.ended)
    sentence = (
        f"登记了国家证书数据上报（{uploaded_on}，新增 {len(told.new)} 条，撤销或换发 {len(told.ended)} 条）"
    )
    audit.record(batch, action="national_upload", sentence=sentence, actor=actor, at=at)
    return made


def _problems(told: Pending, seen: str, uploaded_on: date, today: date) -> Iterator[Problem]:
    if told.rows or not told.ended:
        yield from refusal(told.rows, told.faults)
    if seen != told.mark:
        yield Problem("需要上报的数据在打开本页之后有变化", remedy="请返回核对，重新导出并上报后再登记")
    if uploaded_on > today:
        yield Problem("上报日期在今天之后", remedy="请填写实际上报的日期", field="uploaded_on")
    issued_on = max((one.issued_on for one in told.new), default=None)
    if issued_on and uploaded_on < issued_on:
        text = f"上报日期早于发证日期 {issued_on}"
        yield Problem(text, remedy="请填写实际上报的日期", field="uploaded_on")
