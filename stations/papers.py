"""The licence of a station on paper (许可证)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings

from documents.codes import code_url
from documents.ornament import ornament_url
from documents.pdf import render_html_pdf
from documents.sheets import date_in_words
from documents.watermarks import practice_mark, watermark_url
from ostami.problems import Problem, refuse_if
from scope_catalog.choices import Scheme
from stations.models import LicenceState, ScopeGrant, Station, StationStatus
from stations.selectors import live_grants

if TYPE_CHECKING:
    from documents.printed import Pdf

# Names of stations and hosts that are longer are set smaller.
LONG_NAME = 26


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One row of the annex."""

    scheme: str
    occupation: str
    trade: str
    levels: str
    granted_on: date


def licence_pdf(station: Station, *, page_address: str, on: date) -> "Pdf":
    """Print a station's licence: the face, and the annex with its scope (guide 1.1, 4.7-6).

    Args:
        station: the station, its organisation joined.
        page_address: the absolute address of the station's public page, for the QR code.
        on: the day by which the licence is judged; one that doesn't hold says so across the page.

    Raises:
        BlockedError: the registry lacks something that the licence must name; all of it is named.
    """
    refuse_if(licence_missing(station))
    lines = [_line(grant) for grant in live_grants(station)]
    mark = _mark(station, on)
    context = {
        "station": station,
        "name": settings.LICENCE_NAME,
        "issuer": settings.LICENCE_ISSUER,
        "first_day": date_in_words(station.valid_from),
        "last_day": date_in_words(station.valid_to),
        "ornament": ornament_url(),
        "mark": watermark_url(mark, landscape=True) if mark else "",
        "code": code_url(page_address),
        "page_address": page_address,
        "long_name": LONG_NAME,
        "lines": lines,
        "summary": scope_in_words(lines),
    }
    return render_html_pdf("stations/licence.html", context)


def licence_missing(station: Station) -> Iterator[Problem]:
    """Yield one problem that names everything the licence would have to leave blank."""
    facts = {
        "许可证编号": station.licence_number,
        "许可证有效期": station.valid_from and station.valid_to,
        "所在省份": station.organisation.province,
        "法人代表": station.legal_representative,
    }
    if missing := [name for name, held in facts.items() if not held]:
        yield Problem(
            f"{station}还没有登记{'、'.join(missing)}，不能打印许可证",
            remedy="请由管理站或指导中心在“修改登记”中补齐",
        )


def scope_in_words(lines: list[ScopeLine]) -> str:
    """Return how many trades of which scheme the scope has; the annex lists them."""
    counts = [(scheme, len(list(group))) for scheme, group in groupby(lines, key=lambda line: line.scheme)]
    words = "；".join(f"{scheme} {count} 个工种" for scheme, count in counts)
    return f"{words}，详见附页" if words else "待批准"


def _line(grant: ScopeGrant) -> ScopeLine:
    occupation = grant.trade.occupation
    return ScopeLine(
        scheme=Scheme(occupation.scheme).label,
        occupation=occupation.code_and_name,
        trade=grant.trade.code_and_name,
        levels="、".join(grant.level_labels),
        granted_on=grant.granted_on,
    )


def _mark(station: Station, on: date) -> str:
    """Return what stands across the pages: that the licence doesn't hold, or that it is practice."""
    state = station.licence_state_on(on)
    if station.status != StationStatus.ACTIVE:
        return StationStatus(station.status).label
    if state != LicenceState.VALID:
        return state.label
    return practice_mark() or ""
