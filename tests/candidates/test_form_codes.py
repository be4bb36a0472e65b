"""The code on the personal form, read back from its prints, and where it leads."""

from datetime import date

import pytest
from django.test import Client
from PIL import ImageOps

from accounts.models import User
from candidates.models import Candidate, Enrolment, HistoryEntry
from candidates.sheets import personal_form
from candidates.stamping.codes import code_among, grouped, plain
from documents.codes import read_codes
from documents.docx import render_docx
from documents.paper_pictures import whole_paper
from documents.pdf import render_pdf
from tests.candidates.stamped_pages import ROOT, pages_of
from tests.conftest import Login
from tests.documents.reading import open_docx, pdf_text
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(draft: Enrolment) -> Enrolment:
    return perform(draft, "submit", actor=draft.candidate.user)


def address_of(enrolment: Enrolment) -> str:
    return f"{ROOT}candidates/f/{enrolment.form_code}/"


def test_the_printed_form_carries_its_address_as_a_code_and_in_groups(submitted: Enrolment) -> None:
    pdf = render_pdf(personal_form(submitted, root=ROOT))
    assert pdf.pages == 1
    (page,) = pages_of(pdf.content)
    assert read_codes(page) == [address_of(submitted)]
    assert grouped(submitted.form_code or "") in pdf_text(pdf.content)
    assert code_among([address_of(submitted)]) == submitted.form_code


def test_a_long_history_goes_on_overleaf_and_each_page_carries_the_code(submitted: Enrolment) -> None:
    for year in range(2001, 2021):
        HistoryEntry.objects.create(
            enrolment=submitted,
            kind="work",
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            place=f"练习第{year}机械制造有限责任公司",
            subject="数控车工",
            duty="班组长",
        )
    pdf = render_pdf(personal_form(submitted, root=ROOT))
    assert pdf.pages == 2
    assert [read_codes(page) for page in pages_of(pdf.content)] == [[address_of(submitted)]] * 2
    text = "".join(pdf_text(pdf.content, "-raw").split())
    assert all(f"练习第{year}机械制造有限责任公司" in text for year in range(2001, 2021))


def test_the_word_file_carries_the_same_code_in_its_header(submitted: Enrolment) -> None:
    (section,) = open_docx(render_docx(personal_form(submitted, root=ROOT))).sections
    (picture,) = [part for part in section.header.part.related_parts.values() if "image" in part.content_type]
    code = whole_paper(picture.blob, max_pages=1)
    assert read_codes(ImageOps.expand(code, 40, "white")) == [address_of(submitted)]


def test_a_form_that_is_not_handed_in_carries_no_code(submitted: Enrolment) -> None:
    returned = perform(submitted, "return", actor=station_login(submitted), reason="请补充。")
    sheet = personal_form(returned, root=ROOT)
    assert (sheet.address, "编码" in sheet.footer) == ("", False)


def station_login(enrolment: Enrolment) -> User:
    return enrolment.batch.station.organisation.users.get()


def follow(client: Client, code: str | None) -> tuple[int, str]:
    """The status, and where it leads or what is said."""
    answer = client.get(f"/candidates/f/{code}/")
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_the_code_leads_its_candidate_and_staff_to_the_enrolment(
    login: Login, submitted: Enrolment, station_user: User, management_user: User
) -> None:
    page = f"/candidates/{submitted.pk}/"
    for person in (submitted.candidate.user, station_user, management_user):
        assert follow(login(person), submitted.form_code) == (302, page)
    assert follow(login(station_user), grouped(submitted.form_code or "").lower()) == (302, page)


def test_others_cant_tell_a_form_from_none(
    login: Login, submitted: Enrolment, qian: Candidate, other_station_user: User
) -> None:
    for person in (qian.user, other_station_user):
        client = login(person)
        theirs, none = follow(client, submitted.form_code), follow(client, "ABCDEFGHJKLMNPQR")
        assert theirs[0] == none[0] == 404
        assert "没有找到这份申报表" in theirs[1]
        assert submitted.candidate.name not in theirs[1]


def test_visitors_log_in_first(client: Client, submitted: Enrolment) -> None:
    status, address = follow(client, submitted.form_code)
    assert (status, address.startswith("/account/login/")) == (302, True)


def test_the_code_of_before_the_return_leads_nowhere_after_it(
    login: Login, submitted: Enrolment, station_user: User
) -> None:
    old = submitted.form_code
    perform(submitted, "return", actor=station_user, reason="请补充经历。")
    client = login(submitted.candidate.user)
    answer = client.get(f"/candidates/f/{old}/", follow=True)
    assert "报名已退回修改，手中的申报表作废" in answer.content.decode()
    again = perform(submitted, "submit", actor=submitted.candidate.user)
    status, text = follow(client, old)
    assert (status, "退回修改以前打印的" in text) == (404, True)
    assert follow(client, again.form_code)[0] == 302


def test_codes_of_other_papers_are_no_forms() -> None:
    others = ["https://portal.example.org/examiners/verify/ABCDEFGHJKLMNPQR/", "ABCDEFGHJKLMNPQR", ""]
    assert code_among(others) == ""
    assert code_among([*others, f"{ROOT}candidates/f/ABCDEFGHJKLMNPQR/"]) == "ABCDEFGHJKLMNPQR"
    assert plain("abcd efgh-jklm npqr") == "ABCDEFGHJKLMNPQR"
