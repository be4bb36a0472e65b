"""The public lookup by any two of three."""

import re
from collections.abc import Callable
from html import unescape
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch
from certificates.lookup import mask_name
from certificates.models import Certificate, CertificateStatus
from stations.models import Station
from tests.factories import exam, people, results

MISS = "没有查到相符的证书。"
STRANGER = people.document_number(serial=999)


@pytest.fixture
def facts(certificate: Certificate) -> dict[str, str]:
    """What 林若溪 knows."""
    return {"name": "林若溪", "document_number": certificate.document_number, "number": certificate.number}


@pytest.fixture
def ending_in_x(station: Station, management_user: User, centre_user: User) -> Certificate:
    """A certificate whose holder's document number ends in X."""
    numbers = (people.document_number(serial=serial) for serial in range(1000))
    holder = people.candidate("尾号叉", number=next(number for number in numbers if number.endswith("X")))
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    exam.accepted_enrolment(batch.items.get(), holder)
    results.finish(batch, results.PASS, management=management_user, centre=centre_user)
    return Certificate.objects.get()


def ask(client: Client, **typed: str) -> HttpResponse:
    answer = client.post(reverse("certificates:lookup"), typed)
    return cast("HttpResponse", answer)


def found(answer: HttpResponse) -> dict[str, str]:
    html = answer.content.decode()
    return {
        unescape(name): unescape(text) for name, text in re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)</dd>", html)
    }


def result(answer: HttpResponse) -> str:
    """The answer alone, without the form."""
    section = re.search(
        r'<section aria-labelledby="found-heading".*?</section>', answer.content.decode(), re.DOTALL
    )
    assert section
    return section[0]


WRONG = {"name": "林若曦", "document_number": STRANGER, "number": "2649284901400002"}
PAIRS = [("name", "document_number"), ("name", "number"), ("document_number", "number")]


@pytest.mark.parametrize("known", [*PAIRS, tuple(WRONG)])
def test_any_two_or_all_three_find_the_certificate(
    client: Client, facts: dict[str, str], known: tuple[str, ...]
) -> None:
    answer = ask(client, **{name: facts[name] for name in known})
    assert answer.status_code == 200
    shown = found(answer)
    assert (shown["证书编号"], shown["职业"], shown["工种/职业方向"], shown["等级"]) == (
        "2649284901400001" if "number" in known else "2649********0001",
        "车工",
        "数控车工",
        "四级/中级工",
    )
    assert (shown["发证日期"], shown["考试站"]) == ("2026-09-08", "机械行业职业能力评价职教901考试站")
    assert "有效" in result(answer)


@pytest.mark.parametrize("known", [*PAIRS, tuple(WRONG)])
def test_one_fact_that_does_not_match_finds_nothing_and_says_the_same(
    client: Client, facts: dict[str, str], known: tuple[str, ...]
) -> None:
    answers = {
        result(ask(client, **{name: (WRONG if name == wrong else facts)[name] for name in known}))
        for wrong in known
    }
    assert len(answers) == 1
    assert MISS in answers.pop()


def test_what_was_not_typed_is_masked(client: Client, facts: dict[str, str]) -> None:
    by_numbers = found(ask(client, document_number=facts["document_number"], number=facts["number"]))
    assert (by_numbers["姓名"], by_numbers["证件号码"]) == ("林**", facts["document_number"])
    by_name = found(ask(client, name=facts["name"], number=facts["number"]))
    masked = facts["document_number"][:4] + "*" * 10 + facts["document_number"][-4:]
    assert (by_name["姓名"], by_name["证件号码"]) == ("林若溪", masked)
    assert [mask_name(name) for name in ("李", "李明", "欧阳明日", "𫖯某")] == ["李", "李*", "欧***", "𫖯*"]


def test_neither_scores_nor_photo_nor_phone_are_shown(client: Client, facts: dict[str, str]) -> None:
    html = result(ask(client, **facts))
    for secret in ("85", "92.5", "评定成绩", "良好", "13900000000", "<img"):
        assert secret not in html.replace(facts["document_number"], "")


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def wide(text: str) -> str:
    return text.translate(FULL_WIDTH)


def spaced(text: str) -> str:
    return f" {text[:6]} {text[6:]} "


@pytest.mark.parametrize("spelling", [str.lower, wide, spaced])
def test_spelling_of_numbers_makes_no_difference(
    client: Client, ending_in_x: Certificate, spelling: Callable[[str], str]
) -> None:
    document_number = ending_in_x.document_number
    assert document_number.endswith("X")
    answer = ask(client, document_number=spelling(document_number), number=spelling(ending_in_x.number))
    assert found(answer)["证件号码"] == document_number


@pytest.mark.parametrize("dot", ["·", "．", "•", "・", "."])
def test_the_dot_in_a_name_is_taken_in_every_form(client: Client, batch: Batch, dot: str) -> None:
    certificate = Certificate.objects.get(holder_name="买买提·艾力")
    answer = ask(client, name=f" 买买提{dot}艾力 ", number=certificate.number)
    assert found(answer)["姓名"] == "买买提·艾力"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "姓名、证件号码、证书编号须填写任意两项（服务指南 2.6）。请再填写其中两项。"),
        (
            {"name": "林若溪"},
            "姓名、证件号码、证书编号须填写任意两项（服务指南 2.6）。请再填写证件号码或证书编号。",
        ),
        ({"number": "2649284901400001"}, "请再填写姓名或证件号码。"),
        ({"document_number": STRANGER}, "请再填写姓名或证书编号。"),
        ({"name": "  ", "number": "2649284901400001"}, "请再填写姓名或证件号码。"),
    ],
)
def test_fewer_than_two_facts_say_which_are_missing(
    client: Client, db: None, typed: dict[str, str], sentence: str
) -> None:
    answer = ask(client, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11010519491231002", "现为 17 位"),
        ("110105194912310021", "校验位不符（GB 11643）"),
        ("110105194913310021", "不是有效的出生日期"),
        ("123456789012345678901", "现为 21 位"),
        ("!!", "证件号码的格式不符"),
    ],
)
def test_a_number_that_no_document_has_is_refused_before_any_query(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries, typed: str, sentence: str
) -> None:
    with django_assert_num_queries(0):
        answer = ask(client, name="林若溪", document_number=typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "H12345678", "12345678", "E12345678", "军字第1234567"]
)
def test_numbers_of_every_kind_of_document_are_asked_for(client: Client, db: None, typed: str) -> None:
    answer = ask(client, name="林若溪", document_number=typed)
    assert answer.status_code == 200
    assert MISS in answer.content.decode()


@pytest.mark.parametrize("number", ["26'; DROP", "证书一号", "123"])
def test_a_number_that_no_certificate_has_is_refused(client: Client, db: None, number: str) -> None:
    answer = ask(client, name="林若溪", number=number)
    assert answer.status_code == 422
    assert "证书编号由字母和数字组成" in answer.content.decode()


def test_hit_and_miss_cost_the_same_queries(
    client: Client, facts: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for typed in (facts, {**facts, "name": "林若曦"}, {**facts, "document_number": STRANGER}):
        # Count and look, count the facts, the portal's own, former ones, settle.
        with django_assert_num_queries(6):
            ask(client, **typed)


@pytest.mark.parametrize(
    ("status", "word"), [(CertificateStatus.REVOKED, "已撤销"), (CertificateStatus.REISSUED, "已换发")]
)
def test_a_certificate_that_ended_is_shown_as_such(
    client: Client, certificate: Certificate, facts: dict[str, str], status: str, word: str
) -> None:
    certificate._move_to(status)
    html = result(ask(client, **facts))
    assert f"该证书{word}，不再有效" in html
    assert "登记在册" not in html


@pytest.mark.parametrize("status", [CertificateStatus.POSTED, CertificateStatus.RECEIVED])
def test_where_the_paper_is_does_not_matter_to_the_public(
    client: Client, certificate: Certificate, facts: dict[str, str], status: str
) -> None:
    certificate._move_to(status)
    assert "登记在册" in result(ask(client, **facts))


def test_all_certificates_of_a_person_are_listed(
    client: Client, station: Station, management_user: User, centre_user: User, certificate: Certificate
) -> None:
    plan = station.plans.get()
    batch = exam.approved_batch(station, management_user, exam.plan_item(plan, level=3))
    exam.accepted_enrolment(batch.items.get(), certificate.enrolment.candidate)
    results.finish(batch, ("90", "95"), management=management_user, centre=centre_user)
    answer = ask(client, name="林若溪", document_number=certificate.document_number)
    numbers = re.findall(r"<dt>证书编号</dt><dd>([^<]+)</dd>", answer.content.decode())
    assert numbers == ["2649********0001"] * 2
    levels = re.findall(r"<dt>等级</dt><dd>([^<]+)</dd>", answer.content.decode())
    assert levels == ["三级/高级工", "四级/中级工"]


def test_the_qr_code_fills_in_the_number_and_asks_nothing(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(reverse("certificates:lookup"), {"number": '2649284901400001"><b>'})
    html = answer.content.decode()
    assert 'value="2649284901400001&quot;&gt;&lt;b&gt;"' in html
    assert "found-heading" not in html


def test_the_lookup_is_public_unindexed_unstored_and_leaves_no_trace_in_addresses(
    client: Client, facts: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for answer in (
        client.get(reverse("certificates:lookup")),
        ask(client, **facts),
        ask(client, name="林若溪"),
    ):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
        assert not answer.has_header("Location")
    html = ask(client, **facts).content.decode()
    addresses = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', html))
    for fact in facts.values():
        assert fact not in addresses
        assert fact not in caplog.text


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("certificates:lookup"), {"name": "林若溪"}).status_code == 403
