"""The manuals: nothing in them that the portal doesn't have, and a chapter on every page of the menu."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from accounts.models import User
from accounts.rights import ROLE_RIGHTS, Role
from portal.help.chapters import FOLDER, MANUALS, PUBLIC, Chapter, chapter_for, manual
from portal.help.numbers import numbers
from portal.help.rendering import DeadLinkError, address_of, rendered
from portal.menu import BELOW, PAGES, Page
from tests.conftest import Login

LABEL = re.compile("「([^」]*)」")
TYPED = re.compile(r"(?<!\$)\b\d+ ?(?:天|人|名|个工作日|小时|学时|分|年|个月|MB|张)")
SOURCES = (
    "accounts",
    "batches",
    "candidates",
    "certificates",
    "examiners",
    "exams",
    "jobs",
    "portal",
    "question_bank",
    "scope_catalog",
    "stations",
    "workflow",
)
CHAPTERS = [one for role in MANUALS for one in manual(role)]
NAMES = [f"{one.role}/{one.slug}" for one in CHAPTERS]
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)


@cache
def _spoken() -> str:
    """Return everything that templates and code may show, but for the help itself."""
    root = Path(settings.BASE_DIR)
    templates = [path for path in (root / "templates").rglob("*") if path.is_file()]
    code = [path for app in SOURCES for path in (root / app).rglob("*.py")]
    files = [path for path in (*templates, *code) if "help" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def said(text: str) -> list[str]:
    """Return the labels that a text quotes and that the portal doesn't show."""
    return [label for label in LABEL.findall(text) if label not in _spoken()]


def test_a_label_that_the_portal_does_not_show_is_found() -> None:
    assert said("点「提交批次申请」，再点「没有这个按钮」。") == ["没有这个按钮"]


def test_every_role_and_the_public_have_a_manual() -> None:
    assert set(MANUALS) == {PUBLIC, *Role.values}
    assert {path.name for path in FOLDER.iterdir()} == set(MANUALS)
    assert all(manual(role) for role in MANUALS)


@every_chapter
def test_a_chapter_quotes_only_labels_of_the_portal(chapter: Chapter) -> None:
    assert said(chapter.text) == []


def test_the_guide_quotes_only_labels_of_the_portal() -> None:
    folder = Path(settings.BASE_DIR) / "portal" / "help" / "guide"
    texts = [path.read_text(encoding="utf-8").replace('"\n        "', "") for path in folder.glob("*.py")]
    assert [label for text in texts for label in said(text)] == []


@every_chapter
def test_a_chapter_leads_nowhere_that_does_not_exist(chapter: Chapter) -> None:
    """Rendering raises for a dead link, a missing picture and an unknown number."""
    html = rendered(chapter.text)
    assert not re.search(r"[*`#\[]", chapter.introduction)
    assert "$" not in html


def test_a_dead_link_is_refused() -> None:
    for target in ("chapter:station/nowhere", "why:batch/fly", "why:nothing", "elsewhere:x"):
        with pytest.raises(DeadLinkError):
            address_of(target)


@every_chapter
def test_numbers_of_rules_are_put_in_not_typed(chapter: Chapter) -> None:
    assert TYPED.findall(chapter.text) == []


def test_a_chapter_says_the_rules_own_number() -> None:
    chapter = chapter_for(Role.STATION, "batches:new")
    assert chapter is not None
    assert "要离申请当天 30 天以上" in rendered(chapter.text)
    assert numbers()["ROSTER_LAST_DAY"] == "11"


def _menu(role: Role | None) -> Iterator[Page]:
    held = ROLE_RIGHTS[role] if role else frozenset()
    for page in (*PAGES, *(below for row in BELOW.values() for below in row)):
        if (page.public and role is None) or (role and (page.right is None or page.right in held)):
            yield page


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_page_of_the_menu_has_a_chapter(role: Role | None) -> None:
    pages = {page.name for page in _menu(role)}
    own = role.value if role else PUBLIC
    assert {name for name in pages if chapter_for(own, name) is None} == set()
    assert len(pages) > 2


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            name = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _addresses(pattern, space + name)
        elif pattern.name:
            yield space + pattern.name


@every_chapter
def test_a_chapter_explains_pages_that_exist(chapter: Chapter) -> None:
    known = list(_addresses(get_resolver()))
    assert [begin for begin in chapter.pages if not any(name.startswith(begin) for name in known)] == []


@pytest.mark.parametrize(
    ("role", "page", "slug"),
    [
        (Role.STATION, "batches:list", "batch"),
        (Role.STATION, "batches:plan_new", "plan"),
        (Role.STATION, "batches:what_if", "calendar"),
        (Role.MANAGEMENT, "batches:list", "batches"),
        (Role.EXAMINER, "exams:position_take", "position"),
        (Role.CANDIDATE, "stations:list", "find"),
    ],
)
def test_of_several_chapters_the_one_that_names_the_page_most_exactly_is_meant(
    role: Role, page: str, slug: str
) -> None:
    chapter = chapter_for(role, page)
    assert chapter is not None
    assert chapter.slug == slug


@pytest.mark.django_db
def test_each_page_leads_to_its_own_chapter_from_the_same_place(login: Login, station_user: User) -> None:
    client = login(station_user)
    for address, slug in (("/batches/", "batch"), ("/batches/plans/", "plan"), ("/home/", "home")):
        link = f'<div class="site-account">\n        <a href="/help/station/{slug}/">帮助</a>'
        assert link in client.get(address).text


@pytest.mark.django_db
def test_a_visitors_page_leads_to_the_public_manual(client: Client) -> None:
    assert '<a href="/help/public/lookup/">帮助</a>' in client.get("/certificates/lookup/").text
    assert '<a href="/help/public/">帮助</a>' in client.get("/nowhere/").text
    assert '<a href="/help/">帮助</a>' in client.get("/help/glossary/").text
