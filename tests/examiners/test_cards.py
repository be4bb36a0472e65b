"""Cards and the public page that their code leads to."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from examiners.models import Examiner, Suspension
from examiners.papers import MOST_CARDS, card_pdf
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import pdf_page_sizes, pdf_pages, squeezed
from tests.examiners.approving import TODAY, approved
from tests.factories import exam
from tests.factories.examiners import complete_application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    return exam.examiner(station, "李考评", turning, phone="13900001234", email="li@example.com")


def verify_page(examiner: Examiner) -> str:
    return reverse("examiners:verify", kwargs={"token": examiner.card_token})


def test_a_card_is_one_page_and_says_who_where_what_and_until_when(
    li: Examiner, station_user: User, login: Login
) -> None:
    answer = login(station_user).get(reverse("examiners:card", args=[li.pk]))
    (page,) = pdf_pages(answer.content)
    for text in ("李考评", li.certificate_number, "职教901考试站", "数控车工", "2025-01-01至2027-12-31"):
        assert text in squeezed(page)
    assert "13900001234" not in page
    assert len(pdf_page_sizes(answer.content)) == 1


def test_the_photo_of_the_application_is_on_the_card(
    station_user: User, management_user: User, centre_user: User, li: Examiner
) -> None:
    approved(complete_application(station_user), management=management_user, centre=centre_user)
    zhou = Examiner.objects.get(person_name="周明远")
    pages = [pdf_pages(card_pdf([one], addresses={one.pk: "/"}, on=TODAY).content)[0] for one in (li, zhou)]
    assert ["照片" in squeezed(page) for page in pages] == [True, False]


def test_many_cards_are_one_file_of_those_in_scope(
    station: Station, other_station: Station, turning: Trade, station_user: User, login: Login
) -> None:
    mine = exam.panel(station, turning, 3)
    other = exam.examiner(other_station, "赵考评", turning)
    client = login(station_user)
    query: dict[str, Any] = {"which": "chosen", "examiner": [mine[0].pk, other.pk]}
    chosen = client.get("/examiners/cards.pdf", query)
    assert len(pdf_pages(chosen.content)) == 1
    assert len(pdf_pages(client.get("/examiners/cards.pdf", {"which": "all"}).content)) == 3
    nobody = client.get("/examiners/cards.pdf", follow=True).content.decode()
    assert "没有可打印的考评员" in nobody


def test_too_many_cards_are_refused(li: Examiner) -> None:
    with pytest.raises(BlockedError, match=f"一次最多打印 {MOST_CARDS} 张"):
        card_pdf([li] * (MOST_CARDS + 1), addresses={}, on=TODAY)


def test_anybody_reads_what_the_card_says_and_nothing_else(li: Examiner, client: Client) -> None:
    answer = client.get(verify_page(li))
    html = answer.content.decode()
    for text in (
        "李考评",
        "机械行业职业能力评价职教901考试站",
        "考评员",
        "数控车工",
        "2025-01-01 至 2027-12-31",
        "有效",
    ):
        assert text in html
    for secret in ("13900001234", "li@example.com", li.certificate_number, f"/examiners/{li.pk}/"):
        assert secret not in html
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex, nofollow"' in html


def test_the_page_tells_the_state_of_today(li: Examiner, client: Client) -> None:
    assert "该证今天有效" in client.get(verify_page(li)).content.decode()
    held = Suspension.objects.create(examiner=li, since=TODAY, reason="配合调查")
    html = client.get(verify_page(li)).content.decode()
    assert ("已暂停" in html, "今天不能用于考评" in html, "配合调查" in html) == (True, True, False)
    held.delete()
    set_practice_day(date(2028, 1, 1))
    assert "已过期" in client.get(verify_page(li)).content.decode()


def test_a_wrong_token_finds_nothing(li: Examiner, client: Client) -> None:
    assert client.get(reverse("examiners:verify", args=[uuid.uuid4()])).status_code == 404
    assert client.get("/examiners/verify/1/").status_code == 404
