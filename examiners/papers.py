"""The card of an examiner on paper (考评员证卡)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from documents.codes import code_url
from documents.pdf import render_html_pdf
from documents.watermarks import data_url, practice_mark, watermark_url
from examiners.models import Evidence, EvidenceKind, Examiner, ExaminerApplicationStatus, ExaminerState
from ostami.problems import BlockedError, Problem

if TYPE_CHECKING:
    from documents.printed import Pdf

MOST_CARDS = 200
NOBODY = Problem("没有可打印的考评员", remedy="请在名册中勾选，或减少筛选条件")
LONG_TRADES = 36  # characters beyond which the trades are set smaller


@dataclass(frozen=True, slots=True)
class Card:
    """One card: who, the trades in words, the photo and the code as data: URLs, and the mark across it."""

    examiner: Examiner
    trades: str
    photo: str
    code: str
    mark: str

    @property
    def is_long(self) -> bool:
        """Tell whether the trades need smaller type."""
        return len(self.trades) > LONG_TRADES


def card_pdf(examiners: Iterable[Examiner], *, addresses: Mapping[int, str], on: date) -> "Pdf":
    """Print cards, one a page of A6 in the proportions of a bank card.

    Args:
        examiners: whose, in order; station, trades and suspensions at hand.
        addresses: the absolute address of each one's public verification page, by key, for the QR code.
        on: the day by which they are judged; a card that doesn't hold says so across it.

    Raises:
        BlockedError: nobody, or more than `MOST_CARDS`.
    """
    rows = list(examiners)
    if not rows:
        raise BlockedError([NOBODY])
    if len(rows) > MOST_CARDS:
        too_many = Problem(f"共 {len(rows)} 张证卡，一次最多打印 {MOST_CARDS} 张", remedy="请缩小筛选范围")
        raise BlockedError([too_many])
    photos = _photos(rows)
    cards = [_card(one, photos.get(one.pk, ""), addresses[one.pk], on) for one in rows]
    issuer = settings.EXAMINER_CARD_ISSUER
    return render_html_pdf("examiners/card.html", {"cards": cards, "issuer": issuer})


def _card(examiner: Examiner, photo: str, address: str, on: date) -> Card:
    mark = _mark(examiner, on)
    return Card(
        examiner=examiner,
        trades="、".join(place.trade.name for place in examiner.trade_places.all()),
        photo=photo,
        code=code_url(address),
        mark=watermark_url(mark, landscape=True) if mark else "",
    )


def _mark(examiner: Examiner, on: date) -> str:
    state = examiner.state_on(on)
    return (practice_mark() or "") if state is ExaminerState.VALID else state.label


def _photos(examiners: list[Examiner]) -> dict[int, str]:
    """Return the photo of each one's latest approved application, by examiner."""
    photos = Evidence.objects.filter(
        kind=EvidenceKind.PHOTO,
        application__examiner__in=examiners,
        application__status=ExaminerApplicationStatus.APPROVED,
    )
    latest = {one.application.examiner_id: one for one in photos.select_related("application").order_by("pk")}
    return {key: _as_url(one) for key, one in latest.items() if key is not None}


def _as_url(photo: Evidence) -> str:
    with photo.file.open("rb") as file:
        return data_url(file.read(), photo.content_type)
