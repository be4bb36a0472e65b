"""Sorting a class's stamped forms: page by page, by the code on each; as a job."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from PIL import Image

from batches.models import Batch
from candidates.models import Enrolment, ScanState, StampedScan
from candidates.services.scanning import SORT_SCANS
from candidates.services.stamping import FORM_MAX_PAGES, attach_picture
from candidates.sheets.scans import sorting_report
from candidates.stamping.codes import code_among
from documents.codes import read_codes
from documents.file_rows import stored_together
from documents.paper_pictures import is_blank, joined, page_count, paper_pages
from documents.pictures import picture_within
from documents.xlsx import render_xlsx
from jobs.running import JobFile, JobRun, job_kind
from ostami.downloads import XLSX
from ostami.policy import SCANS_MAX_PAGES, UPLOAD_MAX_BYTES
from ostami.problems import BlockedError, Problem

NOTE_MAX = 200
NO_CODE = Problem("没有读到申报表的二维码", remedy="请选择考生归入；模糊的请重新扫描")
NOT_CURRENT = Problem("不是现行的申报表，可能是退回修改以前打印的", remedy="请用新打印的申报表盖章")
ELSEWHERE = Problem("不是本站的申报表", remedy="请核对后剔除")
NOT_DRAWN = Problem("页面无法显示", remedy="请重新扫描，或改传照片")
BLANK = "空白页"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a sent file: which, what it shows (nothing where it can't be drawn), and the code on it."""

    number: int
    picture: Image.Image | None
    code: str


@job_kind(SORT_SCANS)
def sort_scans(run: JobRun) -> JobFile:
    """Sort the pages of the sent files; a file is deleted when its pages are sorted, whatever came of it."""
    batch: Batch = Batch.objects.visible_to(run.owner).get(pk=run.params["batch"])
    files = StampedScan.objects.filter(batch=batch, pk__in=run.params["sent"], state=ScanState.SENT)
    sent_at = {sent.sent_at for sent in files}
    counted = {sent: _count(sent) for sent in files}
    total, done = sum(counted.values()), 0
    for sent, pages in counted.items():
        try:
            for _ in _sorted_pages(sent, pages):
                done += 1
                run.progress(done, total)
        finally:
            sent.delete_with_file()
    results = StampedScan.objects.filter(batch=batch, sent_by=run.owner, sent_at__in=sent_at)
    report = sorting_report(batch, list(results.select_related("enrolment__candidate")))
    return JobFile(render_xlsx(report), f"盖章申报表归入结果-{batch.number}.xlsx", XLSX)


def _content(sent: StampedScan) -> bytes:
    # From the storage: the row's own file can be read once, and these are read for their pages too.
    with sent.file.storage.open(str(sent.file.name)) as file:
        return bytes(file.read())


def _count(sent: StampedScan) -> int:
    """Return how many pages a sent file has; none, with a line that says why, where it won't do."""
    try:
        return page_count(_content(sent), max_pages=SCANS_MAX_PAGES)
    except BlockedError as blocked:
        _leave(sent, 0, blocked.problems[0])
        return 0


def _sorted_pages(sent: StampedScan, count: int) -> Iterator[Page]:
    """Put each form of a file where it belongs; yield every page when it was read."""
    if not count:
        return
    form: list[Page] = []
    for page in _read_pages(sent):
        if form and not _continues(form, page):
            _settle(sent, form)
            form = []
        form.append(page)
        yield page
    if form:
        _settle(sent, form)


def _read_pages(sent: StampedScan) -> Iterator[Page]:
    """Yield the pages that were not sorted before, should the job run a second time."""
    known = StampedScan.objects.filter(batch=sent.batch_id, source=sent.source, sent_at=sent.sent_at)
    seen = set(known.exclude(pk=sent.pk).values_list("page", flat=True))
    try:
        _, pictures = paper_pages(_content(sent), max_pages=SCANS_MAX_PAGES)
    except BlockedError as blocked:
        _leave(sent, 0, blocked.problems[0])
        return
    for number, picture in enumerate(pictures, start=1):
        if number not in seen:
            yield Page(number, picture, code_among(read_codes(picture)) if picture else "")


def _continues(form: list[Page], page: Page) -> bool:
    """Tell whether a page is the next one of the same form: a long history goes on overleaf."""
    return bool(page.code) and page.code == form[0].code and len(form) < FORM_MAX_PAGES


def _settle(sent: StampedScan, form: list[Page]) -> None:
    """Attach a form to its enrolment, or keep its picture with a line why that can't be done."""
    first, pictures = form[0], [page.picture for page in form if page.picture]
    if not pictures:
        _leave(sent, first.number, NOT_DRAWN)
    elif not first.code and is_blank(pictures[0]):
        _row(sent, first.number, ScanState.DISCARDED, BLANK).save()
    else:
        _attach_or_keep(sent, form, joined(pictures))


def _attach_or_keep(sent: StampedScan, form: list[Page], whole: Image.Image) -> None:
    first, picture = form[0], picture_within(whole, max_bytes=UPLOAD_MAX_BYTES)
    try:
        with transaction.atomic():
            enrolment = _enrolment_of(first.code, sent)
            attach_picture(enrolment=enrolment, picture=picture, actor=sent.sent_by, at=sent.sent_at)
            note = f"共 {len(form)} 页" if len(form) > 1 else ""
            _row(sent, first.number, ScanState.MATCHED, note, enrolment).save()
    except (BlockedError, Http404) as error:
        problem = error.problems[0] if isinstance(error, BlockedError) else ELSEWHERE
        row = _row(sent, first.number, ScanState.UNMATCHED, str(problem))
        row.content_type = picture.content_type
        with stored_together() as stored:
            stored.store(row, picture.content, suffix=picture.suffix)


def _enrolment_of(code: str, sent: StampedScan) -> Enrolment:
    """Return the enrolment that a page's code belongs to.

    Raises:
        BlockedError: there is no code, no form has it any more, or it is of another batch.
    """
    if not code:
        raise BlockedError([NO_CODE])
    forms = Enrolment.objects.select_related("candidate", "batch__station")
    found: Enrolment | None = forms.filter(form_code=code).first()
    if found is None:
        raise BlockedError([NOT_CURRENT])
    if found.batch.station_id != sent.batch.station_id:
        raise BlockedError([ELSEWHERE])
    if found.batch_id != sent.batch_id:
        text = f"是批次 {found.batch.number} {found.candidate.name}的申报表"
        raise BlockedError([Problem(text, remedy="请到该批次上传")])
    return found


def _leave(sent: StampedScan, number: int, problem: Problem) -> None:
    """Keep a line without a picture on a file or page that can't be opened."""
    _row(sent, number, ScanState.UNMATCHED, str(problem)).save()


def _row(
    sent: StampedScan, number: int, state: ScanState, note: str, enrolment: Enrolment | None = None
) -> StampedScan:
    return StampedScan(
        batch=sent.batch,
        source=sent.source,
        page=number,
        state=state,
        note=note[:NOTE_MAX],
        enrolment=enrolment,
        sent_by=sent.sent_by,
        sent_at=sent.sent_at,
    )
