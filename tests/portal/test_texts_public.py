"""What the public reads: from when to when, and nothing before or after."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ostami import clock
from portal.models import PublicText
from portal.texts.writing import write_version
from tests.conftest import Login
from tests.factories import texts
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 10), date(2026, 9, 20)


def at(text: str) -> time_machine.travel:
    """Stand still at an instant of Shanghai."""
    instant = datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)
    return time_machine.travel(instant.astimezone(UTC), tick=False)


def titles(client: Client, path: str = "/notices/") -> list[str]:
    return [one.title for one in client.get(path).context["notices"]]


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        ("2026-09-09T23:59:59", False),
        ("2026-09-10T00:00:00", True),
        ("2026-09-20T23:59:59", True),
        ("2026-09-21T00:00:00", False),
    ],
)
def test_a_notice_is_public_from_its_first_day_to_the_end_of_its_last(
    now: str, *, seen: bool, client: Client, management_user: User
) -> None:
    with at("2026-09-01T08:00:00"):
        text = texts.published(management_user, files=[texts.pdf()], shown_from=FIRST, shown_until=LAST)
    file = text.latest.files.get()
    with at(now):
        assert titles(client) == (["报名通知"] if seen else [])
        assert titles(client, "/") == (["报名通知"] if seen else [])
        expected = 200 if seen else 404
        assert client.get(text.public_address()).status_code == expected
        assert client.get(f"/notices/{text.pk}/files/{file.pk}/").status_code == expected


def test_a_draft_is_nobodys_but_the_editors(
    client: Client, login: Login, management_user: User, station_user: User, branch_user: User
) -> None:
    text = texts.draft(management_user, files=[texts.pdf()])
    file = text.latest.files.get()
    public = [text.public_address(), f"/notices/{text.pk}/files/{file.pk}/"]
    for user in (None, station_user, branch_user):
        reader = login(user) if user else client
        assert [reader.get(path).status_code for path in public] == [404, 404]
        assert titles(reader) == []
        assert reader.get(text.get_absolute_url()).status_code == (403 if user else 302)
        assert reader.get(f"/texts/{text.pk}/files/{file.pk}/").status_code == (403 if user else 302)
    assert login(management_user).get(text.get_absolute_url()).status_code == 200


def test_a_withdrawn_notice_and_its_files_are_gone(client: Client, management_user: User) -> None:
    text = texts.published(management_user, files=[texts.pdf()])
    file = text.latest.files.get()
    perform(text, "withdraw", actor=management_user, reason="日期有误")
    assert client.get(text.public_address()).status_code == 404
    assert client.get(f"/notices/{text.pk}/files/{file.pk}/").status_code == 404
    assert titles(client) == []


def test_a_withdrawn_page_is_gone(client: Client, centre_user: User) -> None:
    text = texts.page("way", "正文")
    assert client.get("/pages/way/").status_code == 200
    perform(text, "withdraw", actor=centre_user, reason="停用")
    assert client.get("/pages/way/").status_code == 404
    assert list(client.get("/pages/").context["pages"]) == []


def test_the_public_reads_the_published_version_until_the_next_is_published(
    client: Client, management_user: User
) -> None:
    text = texts.published(management_user, files=[texts.pdf("旧表.pdf")])
    old = text.latest.files.get()
    new = texts.facts("新的标题", "新的正文", files=[texts.pdf("新表.pdf")])
    write_version(text=text, facts=new, base=1, actor=management_user, at=clock.now())
    added = PublicText.objects.get().latest.files.get()
    address = text.public_address()
    page = client.get(address).content.decode()
    assert "请按时报名" in page
    assert "新的正文" not in page
    assert client.get(f"{address}files/{added.pk}/").status_code == 404
    perform(text, "publish", actor=management_user)
    page = client.get(address).content.decode()
    assert "新的正文" in page
    assert client.get(f"{address}files/{added.pk}/").status_code == 200
    assert client.get(f"{address}files/{old.pk}/").status_code == 404


def test_a_republished_notice_keeps_its_date(management_user: User) -> None:
    text = texts.published(management_user, shown_from=date(2026, 1, 5))
    again = perform(text, "publish", actor=management_user)
    assert again.shown_from == date(2026, 1, 5)


def test_a_file_of_another_notice_is_not_found(client: Client, management_user: User) -> None:
    one = texts.published(management_user, files=[texts.pdf()])
    other = texts.published(management_user, "另一通知")
    file = one.latest.files.get()
    assert client.get(f"/notices/{other.pk}/files/{file.pk}/").status_code == 404


def test_pinned_notices_come_first_then_the_newest(client: Client, management_user: User) -> None:
    today = clock.today()
    texts.published(management_user, "旧", shown_from=today - timedelta(days=9))
    texts.published(management_user, "置顶", shown_from=today - timedelta(days=30), pinned=True)
    texts.published(management_user, "新", shown_from=today)
    assert titles(client) == ["置顶", "新", "旧"]


def test_notices_are_found_by_word_and_year(client: Client, management_user: User) -> None:
    texts.published(management_user, "年审通知", "请填报年审。", shown_from=date(2025, 3, 1))
    texts.published(management_user, "培训通知", "考评员培训。", shown_from=date(2026, 3, 1))
    assert titles(client, "/notices/?q=考评员") == ["培训通知"]
    assert titles(client, "/notices/?q=年审") == ["年审通知"]
    assert titles(client, "/notices/?year=2025") == ["年审通知"]
    assert titles(client, "/notices/?q=考评员&year=2025") == []
    assert "没有符合条件的公告" in client.get("/notices/?q=zzz").content.decode()
    assert "没有“1999”这个年份" in client.get("/notices/?year=1999").content.decode()
    assert len(titles(client, "/notices/?year=1999")) == 2


def test_the_list_has_pages_of_twenty(client: Client, management_user: User) -> None:
    for number in range(21):
        texts.published(management_user, f"通知{number}")
    assert len(titles(client)) == 20
    assert len(titles(client, "/notices/?page=2")) == 1
    assert len(titles(client, "/")) == 5


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("path", ["/", "/notices/", "/texts/"])
def test_lists_ask_as_often_for_three_as_for_one(path: str, login: Login, management_user: User) -> None:
    client = login(management_user)
    texts.published(management_user)
    client.get(path)
    one = queries(client, path)
    for number in range(2):
        texts.published(management_user, f"通知{number}")
    assert queries(client, path) == one
