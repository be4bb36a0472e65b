"""The manuals: one folder a role, one file a chapter.

A file begins with the names of the addresses (or their beginnings) that it explains, then its title, then a
paragraph in plain words that sums it up:

    pages: batches:plan batches:plan_new

    # 编制年度计划

    每年年底前……
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse

from accounts.rights import Role
from portal.help.numbers import with_numbers

FOLDER = Path(__file__).parent / "manuals"
PUBLIC = "public"
MANUALS = {PUBLIC: "公众", **{role.value: role.label for role in Role}}
HEAD = "pages:"
HELP = "portal:help:"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a role's manual.

    Attributes:
        role: the manual it belongs to.
        slug: its name in the address.
        title: its heading.
        pages: names of addresses, or beginnings of names, of the pages that it explains.
        text: the Markdown below the heading.
    """

    role: str
    slug: str
    title: str
    pages: tuple[str, ...]
    text: str

    def get_absolute_url(self) -> str:
        """Return the chapter's address."""
        return reverse("portal:help:chapter", args=[self.role, self.slug])

    @property
    def introduction(self) -> str:
        """The paragraph that sums it up: plain words."""
        return with_numbers(self.text.partition("\n\n")[0])


@cache
def manual(role: str) -> tuple[Chapter, ...]:
    """Return the chapters of a role's manual in their order."""
    return tuple(_read(role, path) for path in sorted((FOLDER / role).glob("*.md")))


def chapter(role: str, slug: str) -> Chapter | None:
    """Return one chapter; None if there is none."""
    return next((one for one in manual(role) if one.slug == slug), None)


def _read(role: str, path: Path) -> Chapter:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    title, _, text = rest.partition("\n\n")
    # The number in front of a file's name is its place.
    slug = path.stem.partition("-")[2]
    return Chapter(role, slug, title.removeprefix("# "), tuple(head.removeprefix(HEAD).split()), text.strip())


@cache
def chapter_for(role: str, page: str) -> Chapter | None:
    """Return the chapter of a role's manual on a page, by its address's name; the public manual's otherwise.

    Of several chapters the one that names the page most exactly is meant.
    """
    for of in dict.fromkeys((role, PUBLIC)):
        named = [(len(begin), one) for one in manual(of) for begin in one.pages if page.startswith(begin)]
        if named:
            return max(named, key=lambda found: found[0])[1]
    return None


def help_address(role: str, page: str) -> str:
    """Return the address of the help on a page: its chapter, or else the manual; on help itself, of all."""
    if page.startswith(HELP):
        return reverse("portal:help:index")
    found = chapter_for(role, page)
    return found.get_absolute_url() if found else reverse("portal:help:manual", args=[role])
