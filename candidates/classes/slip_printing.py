"""Printing activation slips, as a job: for many of a class list, or one that sets a new password."""

from collections.abc import Sequence

from accounts.models import User
from batches.models import Batch
from candidates.classes.listing import WAITING, Listed, listed, with_states
from candidates.models import Activation
from candidates.services.activation import in_groups, keep_codes, new_code
from candidates.sheets.slips import Slip, SlipHead, slips_pdf
from documents.handing_out import flagged_name
from documents.sheets import date_in_words
from jobs.models import Job
from jobs.running import JobFile, JobRun, job_kind, start
from ostami import clock
from ostami.downloads import PDF
from ostami.policy import last_enrolment_day
from ostami.problems import Problem, refuse_if

SLIPS = "candidates.slips"
NOBODY = Problem("没有可打印激活单的考生", remedy="请在班级名单中勾选，或先导入班级名单")
SHOWN_OF_USERNAME = 2


def print_slips(
    *, batch: Batch, entries: Sequence[int], actor: User, address: str, reset: bool = False
) -> Job:
    """Start the printing of slips and return the job; with it, codes on older slips become worthless.

    Args:
        batch: whose class list.
        entries: keys of its entries.
        actor: who prints.
        address: the absolute address of the page that slips lead to.
        reset: whether a code is given to those too whose login is open already; it sets a new password.

    Raises:
        BlockedError: nobody was chosen.
    """
    refuse_if([] if entries else [NOBODY])
    return start(
        SLIPS,
        owner=actor,
        label=f"激活单 {batch.number}（{len(entries)} 张）",
        batch=batch.pk,
        entries=list(entries),
        address=address,
        reset=reset,
    )


@job_kind(SLIPS)
def write_slips(run: JobRun) -> JobFile:
    """Print the slips, then keep their codes' digests: a paper that fails leaves older slips good."""
    batch = (
        Batch.objects.visible_to(run.owner)
        .select_related("station__organisation")
        .get(pk=run.params["batch"])
    )
    chosen = Activation.objects.visible_to(run.owner).filter(batch=batch, pk__in=run.params["entries"])
    rows = listed(with_states(chosen).select_related("candidate__user").order_by("class_name", "pk"), batch)
    refuse_if([] if rows else [NOBODY])
    codes = {row.entry.pk: new_code() for row in rows if row.state == WAITING or run.params["reset"]}
    slips = [_slip(row, codes.get(row.entry.pk, "")) for row in rows]
    pdf = slips_pdf(slips, _head(batch, run.params["address"]), progress=run.progress)
    keep_codes(codes=codes, actor=run.owner, at=clock.now(), reset=run.params["reset"])
    return JobFile(pdf.content, flagged_name(pdf, f"激活单 {batch.number}.pdf"), PDF)


def _slip(row: Listed, code: str) -> Slip:
    person = row.entry.candidate
    is_open = row.state != WAITING
    return Slip(
        name=person.name,
        masked_number=person.masked_number,
        class_name=row.entry.class_name,
        item=row.item,
        code=in_groups(code),
        username=_shown_username(person.user, in_full=bool(code)) if is_open else "",
    )


def _shown_username(user: User, *, in_full: bool) -> str:
    """Return a login name: the holder of a code may know it, others of a slip see how it begins."""
    return user.username if in_full else f"{user.username[:SHOWN_OF_USERNAME]}***"


def _head(batch: Batch, address: str) -> SlipHead:
    return SlipHead(
        station=str(batch.station),
        batch=str(batch),
        exam_date=date_in_words(batch.exam_date),
        deadline=f"报名截止 {date_in_words(last_enrolment_day(batch.exam_date))} 24:00",
        address=address,
    )
