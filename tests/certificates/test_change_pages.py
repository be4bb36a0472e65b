"""Pages of changes of certificates: asking, the list, the change, the way from a review of scores."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from certificates import papers
from certificates.changes.selectors import certificates_to_mend
from certificates.models import Certificate, CertificateChange, ChangeKind
from exams.models import ScoreReview
from exams.publishing.review_verbs import answer_review
from tests.certificates.changing import NOON, WHY, ask, granted
from tests.conftest import Login
from tests.factories import people
from workflow.audit import history_of
from workflow.lifecycle import perform

LIST = reverse("certificates:changes")


def new(certificate: Certificate, kind: str) -> str:
    return reverse("certificates:change_new", args=[certificate.pk, kind])


@pytest.fixture
def review(certificate: Certificate, station_user: User) -> ScoreReview:
    """林若溪's theory score was read again once the certificates were issued, and found wrong."""
    facts = {"kind": "theory", "reason": "合分有误", "asked_at": NOON}
    asked = ScoreReview.objects.create(enrolment=certificate.enrolment, **facts)
    return answer_review(review=asked, outcome="centre", answer="应为 79 分。", actor=station_user, at=NOON)


@pytest.mark.parametrize("kind", ["revoke", "replace"])
def test_the_station_asks_from_the_certificates_page(
    certificate: Certificate, station_user: User, login: Login, kind: str
) -> None:
    client = login(station_user)
    assert f'href="{new(certificate, kind)}"' in client.get(certificate.get_absolute_url()).text
    assert client.get(new(certificate, kind)).status_code == 200
    answer = client.post(new(certificate, kind), {"reason": WHY})
    made = CertificateChange.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.kind, made.reason) == (kind, WHY)
    html = client.get(certificate.get_absolute_url()).text
    assert made.get_absolute_url() in html
    assert new(certificate, kind) not in html
    assert client.get(new(certificate, kind))["Location"] == certificate.get_absolute_url()


def test_a_correction_is_filled_in_and_kept_when_refused(
    certificate: Certificate, station_user: User, login: Login
) -> None:
    client = login(station_user)
    typed = {"holder_name": "林若曦", "theory": "５９", "reason": WHY}
    refused = client.post(new(certificate, "correct"), typed)
    assert refused.status_code == 422
    assert "更正后的成绩不合格，不能换发证书（服务指南 4.6-1）" in refused.text
    assert 'value="林若曦"' in refused.text
    assert client.post(new(certificate, "correct"), {**typed, "reason": ""}).status_code == 422
    assert not CertificateChange.objects.exists()
    number = people.document_number()
    client.post(new(certificate, "correct"), {"document_number": f" {number.lower()}", "reason": WHY})
    made = CertificateChange.objects.get()
    page = client.get(made.get_absolute_url()).text
    assert number not in page
    assert f"9901**********{number[-4:]}" in page


def test_an_unknown_kind_is_no_page(certificate: Certificate, station_user: User, login: Login) -> None:
    assert login(station_user).get(new(certificate, "burn")).status_code == 404


def test_the_centre_decides_on_the_page_and_the_chain_shows(
    certificate: Certificate, station_user: User, centre_user: User, login: Login
) -> None:
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林若曦")
    client = login(centre_user)
    move = f"{asked.get_absolute_url()}approve/"
    assert "林若曦" in client.get(move).text
    assert client.post(move, {"reason": "同意"})["Location"] == asked.get_absolute_url()
    asked.refresh_from_db()
    assert asked.result
    assert asked.result.number in client.get(asked.get_absolute_url()).text
    for here, there in ((certificate, asked.result), (asked.result, certificate)):
        assert f'href="{there.get_absolute_url()}"' in client.get(here.get_absolute_url()).text
    assert "申请撤销" not in client.get(certificate.get_absolute_url()).text


def test_the_centre_compares_full_numbers_and_the_look_is_recorded(
    certificate: Certificate, station_user: User, centre_user: User, login: Login
) -> None:
    number = people.document_number()
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, document_number=number)
    withdraw = f"{asked.get_absolute_url()}withdraw/"
    assert number not in login(station_user).get(withdraw).text
    client = login(centre_user)
    assert number not in client.get(asked.get_absolute_url()).text
    for _ in range(2):
        page = client.get(f"{asked.get_absolute_url()}approve/").text
        assert number in page
        assert certificate.document_number in page
    (look,) = history_of(asked).filter(action="look_number")
    assert (look.actor, number in str(vars(look))) == (centre_user, False)
    granted(asked, by=centre_user)
    assert number not in client.get(f"{asked.get_absolute_url()}approve/").text


def test_the_list_shows_what_waits_first_and_is_narrowed(
    batch: Batch, certificate: Certificate, station_user: User, centre_user: User, login: Login
) -> None:
    other = Certificate.objects.filter(enrolment__batch=batch).exclude(pk=certificate.pk).get()
    waiting = ask(other, ChangeKind.REVOKE, actor=station_user)
    done = granted(ask(certificate, ChangeKind.REPLACE, actor=station_user), by=centre_user)
    client = login(centre_user)

    def shown(**asked: str) -> list[int]:
        return [one.pk for one in client.get(LIST, asked).context["object_list"]]

    assert shown() == [waiting.pk, done.pk]
    assert shown(status="done") == shown(kind="replace") == shown(word="林若溪") == [done.pk]
    assert shown(word=other.number) == [waiting.pk]
    assert "没有符合条件的证书变更" in client.get(LIST, {"word": "无此人"}).text


def test_strangers_find_nothing(
    certificate: Certificate, station_user: User, other_station_user: User, branch_user: User, login: Login
) -> None:
    asked = ask(certificate, ChangeKind.REVOKE, actor=station_user)
    for stranger in (other_station_user, branch_user):
        client = login(stranger)
        assert client.get(asked.get_absolute_url()).status_code == 404
        assert list(client.get(LIST).context["object_list"]) == []
    assert login(other_station_user).get(new(certificate, "revoke")).status_code == 404
    assert login(certificate.enrolment.candidate.user).get(new(certificate, "revoke")).status_code == 403


def test_the_holder_sees_a_replacement_but_no_revocation_that_may_come(
    certificate: Certificate, station_user: User, centre_user: User, login: Login
) -> None:
    asked = ask(certificate, ChangeKind.REVOKE, actor=station_user)
    client = login(certificate.enrolment.candidate.user)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert asked.get_absolute_url() not in client.get(certificate.get_absolute_url()).text
    perform(asked, "withdraw", actor=station_user)
    lost = ask(certificate, ChangeKind.REPLACE, actor=station_user)
    page = client.get(lost.get_absolute_url()).text
    assert "待审批" in page
    assert "办理记录" not in page
    assert asked.get_absolute_url() not in client.get(certificate.get_absolute_url()).text


def test_a_replacement_is_printed_by_who_prints_paper_with_its_note(
    certificate: Certificate,
    station_user: User,
    management_user: User,
    centre_user: User,
    login: Login,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes, face = [], papers._face

    def noted(certificate: Certificate, lookup_address: str, note: str) -> papers.Face:
        notes.append(note)
        return face(certificate, lookup_address, note)

    monkeypatch.setattr(papers, "_face", noted)
    asked = ask(certificate, ChangeKind.REPLACE, actor=station_user)
    paper = reverse("certificates:paper", args=[certificate.pk])
    client = login(management_user)
    assert paper not in client.get(asked.get_absolute_url()).text
    granted(asked, by=centre_user)
    assert paper in client.get(asked.get_absolute_url()).text
    assert client.get(paper).content.startswith(b"%PDF")
    assert client.get(reverse("certificates:pdf", args=[certificate.pk])).status_code == 200
    assert notes == ["补发（第 1 次）2026 年 9 月 20 日", ""], "the electronic one wasn't lost"
    assert [event.action for event in history_of(certificate)][-2:] == ["print_paper", "print"]
    assert login(station_user).get(paper).status_code == 403
    assert paper not in login(station_user).get(asked.get_absolute_url()).text


def test_a_wrong_score_leads_to_asking(
    certificate: Certificate, review: ScoreReview, station_user: User, other_station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert f'href="{LIST}"' in client.get(reverse("exams:score_reviews")).text
    assert f'href="{new(certificate, "correct")}"' in client.get(LIST).text
    page = client.get(new(certificate, "correct")).text
    assert "成绩复查：理论成绩有误。应为 79 分。" in page
    assert list(certificates_to_mend(other_station_user)) == []


def test_what_was_asked_is_not_asked_for_again(
    certificate: Certificate, review: ScoreReview, station_user: User, centre_user: User
) -> None:
    assert list(certificates_to_mend(station_user)) == [certificate]
    perform(ask(certificate, ChangeKind.REPLACE, actor=station_user), "withdraw", actor=station_user)
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, theory=Decimal(79))
    assert list(certificates_to_mend(station_user)) == []
    perform(asked, "withdraw", actor=station_user)
    assert list(certificates_to_mend(station_user)) == [certificate]
    again = ask(certificate, ChangeKind.CORRECT, actor=station_user, theory=Decimal(79))
    perform(again, "refuse", actor=centre_user, reason="材料不全")
    assert list(certificates_to_mend(station_user)) == [certificate], "what was refused is still wrong"
    granted(ask(certificate, ChangeKind.CORRECT, actor=station_user, theory=Decimal(79)), by=centre_user)
    assert list(certificates_to_mend(station_user)) == []


def test_the_list_costs_the_same_at_one_and_at_two_rows(
    batch: Batch, station_user: User, centre_user: User, login: Login, django_assert_max_num_queries: Any
) -> None:
    client, counts = login(centre_user), []
    for certificate in Certificate.objects.filter(enrolment__batch=batch):
        ask(certificate, ChangeKind.REVOKE, actor=station_user)
        with django_assert_max_num_queries(20) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]
