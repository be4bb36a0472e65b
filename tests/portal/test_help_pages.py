"""The pages of help: open to everybody, sorted, searchable."""

import gzip

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from portal.help.chapters import MANUALS, manual
from portal.help.glossary import Term, glossary
from portal.help.rendering import rendered
from tests.conftest import Login

pytestmark = pytest.mark.django_db

PAGES = ("/help/", "/help/glossary/", "/help/why/", "/help/why/batch/", "/help/accessibility/")
FIRST_VIEW = 20 * 1024


@pytest.mark.parametrize("address", [*PAGES, *(f"/help/{role}/" for role in MANUALS)])
def test_anybody_may_read_help(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert answer.status_code == 200


@pytest.mark.parametrize("role", MANUALS)
def test_every_chapter_opens_and_is_light(client: Client, role: str) -> None:
    for chapter in manual(role):
        answer = client.get(chapter.get_absolute_url())
        assert f"<h1>{chapter.title}</h1>" in answer.text
        assert len(gzip.compress(answer.content)) < FIRST_VIEW


@pytest.mark.parametrize("address", ["/help/nobody/", "/help/station/nothing/", "/help/why/nothing/"])
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_readers_own_manual_comes_first(login: Login, management_user: User) -> None:
    page = login(management_user).get("/help/").text
    assert page.index("<h2>管理站手册</h2>") < page.index('href="/help/station/"')
    assert 'href="/help/management/"' not in page


def test_terms_stand_as_they_are_read() -> None:
    spoken = [term.pinyin for term in glossary()]
    assert spoken == sorted(spoken)
    words = [term.word for term in glossary()]
    assert len(words) == len(set(words)) >= 50
    assert (
        words.index("补考")
        < words.index("花名册")
        < words.index("证书变更" if "证书变更" in words else "职业")
    )


@pytest.mark.parametrize("words", ["花名册", "hmc", "huaming", "HMC", " 花名 "])
def test_a_term_is_found_by_word_or_pinyin(client: Client, words: str) -> None:
    found = client.get("/help/glossary/", {"words": words}).context["terms"]
    assert "花名册" in [term.word for term in found]
    assert len(found) < 10


def test_a_term_that_there_is_none_of_is_said_so(client: Client) -> None:
    page = client.get("/help/glossary/", {"words": "没有这个词"}).text
    assert "没有找到" in page
    assert 'value="没有这个词"' in page


def test_every_terms_page_exists(client: Client) -> None:
    page = client.get("/help/glossary/").text
    for term in glossary():
        assert f'id="{term.word}"' in page


def test_initials_tell_a_term_from_another() -> None:
    assert Term("考评组长", "").answers("kpzz")
    assert not Term("考评组长", "").answers("kpy")


def test_a_term_is_linked_where_it_is_met_first() -> None:
    html = rendered("先看批次。\n\n再看批次和考评组长。")
    assert html.count('class="term"') == 2
    assert html.index("批次</a>") < html.index("再看")
    assert "考评组长</a>" in html


def test_terms_in_headings_labels_and_links_are_left_alone() -> None:
    html = rendered("## 批次\n\n点「批次」，看[批次的说明](page:portal:help:why)。")
    assert 'class="term"' not in html


def test_markup_in_a_chapter_stays_text() -> None:
    assert "<script>" not in rendered("<script>alert(1)</script>")


def test_the_guided_batch_is_of_practice_alone(client: Client, settings: LazySettings) -> None:
    settings.PRACTICE = False
    for address in ("/help/first-batch/", "/help/first-batch/samples/photo/"):
        assert client.get(address).status_code == 404
    assert "first-batch" not in client.get("/help/").text


def test_practice_pictures_can_be_had(client: Client) -> None:
    answer = client.get("/help/first-batch/samples/photo/")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]  # a file's
    assert client.get("/help/first-batch/samples/nothing/").status_code == 404
