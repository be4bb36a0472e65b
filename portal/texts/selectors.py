"""What the public reads, on a day."""

from datetime import date

from django.db.models import Q

from portal.models import PublicText, TextKind, TextStatus, TextVersion
from portal.models.text_versions import TextVersionQuerySet

LATEST_NOTICES = 5


def public_pages(*, day: date) -> TextVersionQuerySet:
    """Return the pages by place."""
    return TextVersion.objects.public_on(day, TextKind.PAGE)


def public_notices(*, day: date, word: str = "", year: str = "") -> TextVersionQuerySet:
    """Return the notices, pinned ones and newest first: those with a word in title or text, or of a year."""
    rows = TextVersion.objects.public_on(day, TextKind.NOTICE)
    if word:
        rows = rows.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return rows.filter(text__shown_from__year=year) if year else rows


def notice_years(*, day: date) -> list[int]:
    """Return the years that have notices, the newest first."""
    texts = PublicText.objects.filter(status=TextStatus.PUBLISHED, kind=TextKind.NOTICE, shown_from__lte=day)
    return [one.year for one in texts.dates("shown_from", "year", order="DESC")]
