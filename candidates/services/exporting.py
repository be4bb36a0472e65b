"""Starting the exports of a whole batch, each recorded once with how many people it shows."""

from django.db import transaction

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.looks import record_batch_export
from candidates.rosters.export_choices import Content, Whom
from candidates.rosters.exports import people_of
from jobs.models import Job
from jobs.running import start
from ostami.problems import Problem, refuse_if

FORMS, UPLOADS = "candidates.forms", "candidates.uploads"
KINDS = {Content.FORMS: FORMS, Content.UPLOADS: UPLOADS}
NAMES = {Content.FORMS: "个人申报表", Content.UPLOADS: "报名材料"}
NOBODY = Problem(
    "没有可导出的考生",
    remedy="请改选“已提交报名的全部考生”或其他工种；考生审核通过后才列入花名册",
    field="whom",
)


@transaction.atomic
def export_batch(
    *, batch: Batch, content: str, whom: str, item: BatchItem | None, root: str, actor: User
) -> Job:
    """Start the job that exports the personal forms or the pictures of a batch (guide 4.5.1-7).

    Args:
        batch: the batch.
        content: one of `Content`.
        whom: one of `Whom`.
        item: the one trade and level meant; all where absent.
        root: the portal's absolute address, for the forms' QR codes.
        actor: who exports.

    Raises:
        BlockedError: there is nobody to export.
    """
    what, whose = Content(content), Whom(whom)
    key = item.pk if item else None
    people = people_of(batch, user=actor, whom=whose, item=key)
    refuse_if([] if people else [NOBODY])
    record_batch_export(batch, actor=actor, what=NAMES[what], people=len(people))
    label = f"{batch} {NAMES[what]}（{item or '全部工种'}，{len(people)} 人）"
    return start(KINDS[what], owner=actor, label=label, batch=batch.pk, whom=whose, item=key, root=root)
