"""Loading the pages that come with the portal; what staff have touched is theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from ostami import clock
from ostami.problems import refuse_if
from portal.models import PublicText, TextKind, TextStatus
from portal.texts.rules import naming_problems
from portal.texts.writing import TextFacts, add_version
from workflow import audit

SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A page as its file has it: ``30-examiner.md`` is the page `examiner`, in place 30."""

    slug: str
    position: int
    facts: TextFacts


def shipped_texts(folder: Path = SHIPPED) -> Iterator[ShippedText]:
    """Read the files of a folder: the first line is the title, the second paragraph the summary."""
    for path in sorted(folder.glob("*.md")):
        place, _, slug = path.stem.partition("-")
        title, summary, body = path.read_text(encoding="utf-8").strip().split("\n\n", maxsplit=2)
        refuse_if(naming_problems(body))
        yield ShippedText(slug, int(place), TextFacts(title.removeprefix("# "), summary, body))


@transaction.atomic
def load_texts(*, folder: Path = SHIPPED) -> list[str]:
    """Bring the shipped pages up to date, and return the slugs of those that were added or renewed."""
    return [text.slug for text in shipped_texts(folder) if _loaded(text)]


def _loaded(shipped: ShippedText) -> bool:
    at = clock.now()
    text = PublicText.objects.select_for_update().filter(slug=shipped.slug).first()
    if text is None:
        text = PublicText.objects.create(
            kind=TextKind.PAGE,
            slug=shipped.slug,
            position=shipped.position,
            status=TextStatus.PUBLISHED,
            published_number=1,
        )
    elif _is_of_staff(text) or _says(text, shipped):
        return False
    else:
        text = PublicText.objects.get(pk=text.pk)
        text.latest_number += 1
        text.published_number, text.position = text.latest_number, shipped.position
        text.save()
    add_version(text, shipped.facts, [], actor=None, at=at)
    audit.record(text, action="load", sentence="载入了随平台提供的内容", actor=None, at=at)
    return True


def _is_of_staff(text: PublicText) -> bool:
    """Tell whether somebody wrote a version, or took the page down."""
    return text.status != TextStatus.PUBLISHED or text.versions.exclude(written_by=None).exists()


def _says(text: PublicText, shipped: ShippedText) -> bool:
    latest, facts = text.latest, shipped.facts
    return (latest.title, latest.summary, latest.body) == (facts.title, facts.summary, facts.body)
