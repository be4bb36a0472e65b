"""The inbox: whose messages, which are new, and what the pages show."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.rights import Role
from portal.inbox.reading import forget, unread_count
from portal.models import How, MailChoice, Message, Topic
from stations.models import Station
from tests.conftest import Login
from tests.factories import people
from tests.factories.messages import AT, message

pytestmark = pytest.mark.django_db
LIST = "/messages/"


@pytest.fixture
def colleague(station: Station) -> User:
    return people.user("贾副", Role.STATION, station.organisation)


def test_people_see_their_own_messages_newest_first(
    station_user: User, colleague: User, other_station_user: User, login: Login
) -> None:
    first, second = message(station_user, "第一条"), message(station_user, "第二条")
    for other in (colleague, other_station_user):
        message(other, f"给{other}的")
    page = login(station_user).get(LIST)
    assert [one.pk for one in page.context["object_list"]] == [second.pk, first.pk]
    assert "给贾副的" not in page.text


def test_unread_ones_bear_the_word_and_read_ones_do_not(station_user: User, login: Login) -> None:
    message(station_user, "新的")
    message(station_user, "旧的", read_at=AT)
    page = login(station_user).get(LIST).text
    assert "<strong>新的</strong>" in page
    assert "<strong>旧的</strong>" not in page
    assert page.count('<span class="badge text-bg-primary">未读</span>') == 1


def test_opening_a_message_reads_it_once(station_user: User, login: Login) -> None:
    new = message(station_user, address="/batches/")
    client = login(station_user)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        page = client.get(new.get_absolute_url())
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        client.get(new.get_absolute_url())
    assert '<a class="btn btn-primary" href="/batches/">打开相关页面</a>' in page.text
    assert f"<p>{new.text}</p>" in page.text
    new.refresh_from_db()
    assert new.read_at == AT + timedelta(hours=1)


def test_a_message_stays_readable_when_its_page_is_out_of_reach(station_user: User, login: Login) -> None:
    old = message(station_user, "批次 9：已转给别人", address="/batches/999999/")
    client = login(station_user)
    assert client.get(old.address).status_code == 404
    assert "批次 9：已转给别人" in client.get(old.get_absolute_url()).text


def test_one_person_reading_leaves_it_new_for_the_colleague(
    station_user: User, colleague: User, login: Login
) -> None:
    mine, theirs = message(station_user), message(colleague)
    login(station_user).get(mine.get_absolute_url())
    assert (unread_count(station_user), unread_count(colleague)) == (0, 1)
    assert login(station_user).get(theirs.get_absolute_url()).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_what_a_message_says_is_text(station_user: User, login: Login) -> None:
    new = message(station_user, "<b>标题</b>", text="<script>1</script>\n意见：好")
    page = login(station_user).get(new.get_absolute_url()).text
    assert "&lt;script&gt;1&lt;/script&gt;<br>意见：好" in page
    assert "<b>标题</b>" not in page


def test_all_can_be_marked_as_read_by_post_alone(station_user: User, colleague: User, login: Login) -> None:
    for user in (station_user, station_user, colleague):
        message(user, waits=True)
    client = login(station_user)
    assert client.get("/messages/read/").status_code == 405
    assert unread_count(station_user) == 2
    assert "已将 2 条消息标为已读" in client.post("/messages/read/", follow=True).text
    assert (unread_count(station_user), unread_count(colleague)) == (0, 1)
    assert not Message.objects.filter(user=station_user, waits=True).exists()


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["丙", "乙", "甲"]),
        ("?topic=exam", ["丙", "乙"]),
        ("?read=unread", ["丙", "甲"]),
        ("?topic=exam&read=unread", ["丙"]),
        ("?topic=nonsense", ["丙", "乙", "甲"]),
    ],
)
def test_the_list_is_narrowed_by_topic_and_by_unread(
    station_user: User, login: Login, asked: str, titles: list[str]
) -> None:
    message(station_user, "甲")
    message(station_user, "乙", topic=Topic.EXAM, read_at=AT)
    message(station_user, "丙", topic=Topic.EXAM)
    page = login(station_user).get(f"{LIST}{asked}")
    assert [one.title for one in page.context["object_list"]] == titles


def test_an_empty_inbox_says_what_would_be_there(station_user: User, login: Login) -> None:
    client = login(station_user)
    assert "还没有消息" in client.get(LIST).text
    assert "没有符合条件的消息" in client.get(f"{LIST}?topic=exam").text


def test_the_list_costs_the_same_for_one_and_for_more_than_a_page(station_user: User, login: Login) -> None:
    client, counts = login(station_user), []
    for wanted in (1, 3, 25):
        while unread_count(station_user) < wanted:
            message(station_user)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert (len(page.context["object_list"]), page.context["paginator"].count) == (20, 25)


def test_every_page_counts_the_unread_with_one_query_and_home_says_it(
    station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert "条未读" not in client.get("/home/").text
    message(station_user)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/home/").text
    assert len([one for one in queries if "portal_message" in one["sql"]]) == 1
    assert '消息（1<span class="visually-hidden"> 条未读</span>）' in page
    assert '<a href="/messages/?read=unread">1 条未读消息</a>' in page


def test_visitors_and_first_logins_see_no_inbox(station_user: User, login: Login) -> None:
    assert "/messages/" not in login.client.get("/").text
    station_user.must_change_password = True
    station_user.save(update_fields=["must_change_password"])
    assert "/messages/" not in login(station_user).get("/account/password/", follow=True).text


@pytest.mark.parametrize("role", [Role.STATION, Role.CANDIDATE])
def test_everybody_begins_with_a_default_and_keeps_what_was_chosen(
    station_user: User, login: Login, role: Role
) -> None:
    user = station_user if role == Role.STATION else people.candidate("林小禾").user
    client = login(user)
    form = client.get("/messages/choices/").context["form"]
    default = How.NONE if role == Role.STATION else How.AT_ONCE
    assert {name: field.initial for name, field in form.fields.items()} == dict.fromkeys(Topic, default)
    wanted = {topic.value: "at_once" for topic in Topic} | {"exam": "daily"}
    assert client.post("/messages/choices/", wanted).status_code == 302
    assert dict(MailChoice.objects.filter(user=user).values_list("topic", "how")) == wanted
    form = client.get("/messages/choices/").context["form"]
    assert {name: str(field.initial) for name, field in form.fields.items()} == wanted


def test_a_choice_that_is_not_offered_is_refused_and_changes_nothing(
    station_user: User, login: Login
) -> None:
    answer = login(station_user).post("/messages/choices/", {"exam": "sometimes"})
    assert answer.status_code == 422
    assert not MailChoice.objects.exists()


def test_the_choices_say_where_mail_goes(station_user: User, login: Login) -> None:
    page = login(station_user).get("/messages/choices/").text
    assert "单位邮箱 4***@example.invalid 总会立即收到" in page
    person = people.candidate("孙小满")
    page = login(person.user).get("/messages/choices/").text
    assert "名册中登记的邮箱" not in page
    assert "您的账号没有登记邮箱" in page
    assert "单位邮箱" not in page


def test_examiners_read_that_duties_are_mailed_in_any_case(station: Station, login: Login) -> None:
    examiner = people.user("李考评", Role.EXAMINER, station.organisation)
    page = login(examiner).get("/messages/choices/").text
    assert "总会立即发到名册中登记的邮箱" in page
    assert "单位邮箱" not in page


@pytest.mark.parametrize(("days", "left"), [(400, 1), (401, 0)])
def test_messages_are_forgotten_after_400_days(station_user: User, days: int, left: int) -> None:
    message(station_user)
    forget(at=AT + timedelta(days=days))
    assert Message.objects.count() == left
