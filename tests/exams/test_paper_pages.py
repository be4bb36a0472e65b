"""The pages of papers at the station, by role: sign, download, trace; and the batch page's panel."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import PaperCopy, PaperReceipt
from exams.papers.numbers import copy_number
from question_bank.models import PaperUse
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.sealed_papers import named

pytestmark = pytest.mark.django_db
NOON = exam.noon(date(2026, 8, 25))
TRACE = reverse("exams:paper_trace")
BEFORE = "试卷已在原考试日期前签收，建议更换试卷"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def page(use: PaperUse, *more: str) -> str:
    return reverse("exams:paper_use", args=[use.pk]) + "".join(f"{part}/" for part in more)


def signed(use: PaperUse, user: User, exam_date: date = exam.EXAM_DATE) -> PaperReceipt:
    return PaperReceipt.objects.create(use=use, signed_by=user, signed_at=NOON, exam_date=exam_date)


def test_a_named_person_signs_and_downloads(login: Login, use: PaperUse, keeper: User) -> None:
    client = login(keeper)
    before = client.get(page(use)).text
    assert '2026-08-22 00:00</span> 至 <span class="text-nowrap">2026-09-01 24:00' in before
    assert "还剩 7 天" in before
    assert "paper_a" not in before
    password = re.search(r'<input type="password"[^>]*>', before)
    assert password
    assert 'autocomplete="off"' in password[0]
    assert "value=" not in password[0]
    done = client.post(page(use, "sign"), {"password": people.PASSWORD})
    assert done["Location"] == page(use)
    after = client.get(page(use)).text
    assert "您已于 2026-08-25 12:00:00 签收" in after
    assert page(use, "paper_a", "a3") in after
    assert page(use, "answers_a", "a4") not in after
    file = client.post(page(use, "paper_a", "a4"))
    number = PaperCopy.objects.get().number
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    assert str(PaperCopy.objects.get()) in client.get(page(use)).text


def test_a_wrong_password_signs_nothing_and_is_not_sent_back(
    login: Login, use: PaperUse, keeper: User
) -> None:
    answer = login(keeper).post(page(use, "sign"), {"password": "spindle-lathe-74"})
    assert answer.status_code == 422
    assert "密码不正确，没有签收" in answer.text
    assert "spindle-lathe-74" not in answer.text
    empty = login(keeper).post(page(use, "sign"), {"password": ""})
    assert "请输入您的登录密码。" in empty.text
    assert not PaperReceipt.objects.exists()


def test_a_download_before_signing_is_refused_with_the_reason(
    login: Login, use: PaperUse, keeper: User
) -> None:
    answer = login(keeper).post(page(use, "paper_a", "a4"))
    assert answer.status_code == 422
    assert "您还没有签收这份试卷（服务指南 4.5.1-6）。请先输入密码签收，再下载。" in answer.text
    assert not PaperCopy.objects.exists()


@pytest.mark.parametrize(
    "more", [("paper_a", "a5"), ("paper_c", "a4"), ("answers_b", "a4"), ("scoring", "a3")]
)
def test_what_there_is_not_is_not_found(
    login: Login, use: PaperUse, keeper: User, more: tuple[str, str]
) -> None:
    signed(use, keeper)
    assert login(keeper).post(page(use, *more)).status_code in {404, 422}
    assert not PaperCopy.objects.exists()


@pytest.mark.parametrize("more", [("sign",), ("paper_a", "a4")])
def test_signing_and_downloading_are_posts(
    login: Login, use: PaperUse, keeper: User, more: tuple[str, ...]
) -> None:
    signed(use, keeper)
    assert login(keeper).get(page(use, *more)).status_code == 405
    assert login(keeper).post(page(use)).status_code == 405


@pytest.mark.parametrize("more", [(), ("sign",), ("paper_a", "a4")])
def test_another_station_finds_nothing(
    login: Login, use: PaperUse, other_station_user: User, more: tuple[str, ...]
) -> None:
    client = login(other_station_user)
    asked = client.post if more else client.get
    assert asked(page(use, *more), {"password": people.PASSWORD}).status_code == 404


@pytest.mark.parametrize("who", ["management_user", "centre_user"])
def test_oversight_reads_who_had_it_and_neither_signs_nor_downloads(
    login: Login, use: PaperUse, keeper: User, who: str, request: pytest.FixtureRequest
) -> None:
    signed(use, keeper)
    client = login(keeper)
    client.post(page(use, "paper_a", "a4"))
    client = login(request.getfixturevalue(who))
    shown = client.get(page(use)).text
    assert str(PaperCopy.objects.get()) in shown
    assert 'type="password"' not in shown
    assert "paper_a" not in shown
    assert client.post(page(use, "sign"), {"password": people.PASSWORD}).status_code == 403
    assert client.post(page(use, "paper_a", "a4")).status_code == 403
    assert PaperCopy.objects.count() == 1


def test_a_colleague_who_is_not_named_reads_why(login: Login, use: PaperUse, station_user: User) -> None:
    shown = login(station_user).get(page(use)).text
    assert "您不是考试站指定的试卷签收人，不能签收、下载试卷" in shown
    assert "尚未指定" in shown
    assert 'type="password"' not in shown


def test_the_batch_page_tells_who_signed_and_who_may(
    login: Login, batch: Batch, use: PaperUse, station_user: User
) -> None:
    address = batch.get_absolute_url()
    shown = login(station_user).get(address).text
    assert "考试站还没有指定试卷签收人，任何人都不能签收。" in shown
    assert page(use) in shown
    named(batch, station_user)
    signed(use, station_user)
    shown = login(station_user).get(address).text
    assert "任何人都不能签收" not in shown
    assert "2026-08-25 12:00" in shown
    assert BEFORE not in shown


def test_a_signature_under_an_earlier_date_is_warned_of(
    login: Login, batch: Batch, use: PaperUse, keeper: User, management_user: User
) -> None:
    signed(use, keeper, date(2026, 8, 28))
    for person in (keeper, management_user):
        assert BEFORE in login(person).get(batch.get_absolute_url()).text
        assert BEFORE in login(person).get(page(use)).text


@pytest.fixture
def number(login: Login, use: PaperUse, keeper: User) -> str:
    signed(use, keeper)
    login(keeper).post(page(use, "paper_a", "a4"))
    return PaperCopy.objects.get().number


@pytest.mark.parametrize("who", ["station_user", "management_user", "centre_user"])
def test_a_number_leads_to_its_copy_however_typed(
    login: Login, number: str, who: str, batch: Batch, request: pytest.FixtureRequest
) -> None:
    typed = f" {number[:3]} {number[3:6]} {number[6:]} ".replace("0", "o")
    shown = login(request.getfixturevalue(who)).get(TRACE, {"number": typed}).text
    for words in (str(batch.station), "2026-08-25 12:00:00", "试卷（A卷），A4", str(batch)):
        assert words in shown


def test_another_stations_copy_is_as_if_it_were_not(
    login: Login, number: str, batch: Batch, other_station_user: User
) -> None:
    shown = login(other_station_user).get(TRACE, {"number": number}).text
    assert "没有这个编号的下载记录" in shown
    assert str(batch.station) not in shown


def test_a_misread_number_is_told_so(login: Login, number: str, station_user: User) -> None:
    misread = number[:-1] + str((int(number[-1]) + 1) % 10)
    shown = login(station_user).get(TRACE, {"number": misread}).text
    assert "编号有误，其中有数字看错或填错。请对照试卷页面上的编号逐位核对。" in shown


def test_branches_and_candidates_trace_nothing(login: Login, branch_user: User) -> None:
    for user in (branch_user, people.candidate("林若溪").user):
        assert login(user).get(TRACE).status_code == 403


def test_the_command_tells_whose_copy_it_was(
    number: str, batch: Batch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("trace_paper", number[:3], number[3:6], number[6:])
    out = capsys.readouterr().out
    assert f"考试站：{batch.station}\n" in out
    assert "下载时间：2026-08-25 12:00:00\n" in out
    with pytest.raises(CommandError, match="其中有数字看错或填错"):
        call_command("trace_paper", number[:-1] + str((int(number[-1]) + 1) % 10))
    with pytest.raises(CommandError, match="没有这个编号"):
        call_command("trace_paper", copy_number(year=2026, serial=998))
