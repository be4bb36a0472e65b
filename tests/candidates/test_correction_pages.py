"""The pages of corrections: choosing what is wrong, asking, the queue, deciding."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Candidate, Correction, CorrectionStatus, Enrolment, UploadKind
from tests.candidates.corrections import NOON, WHY, ask
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LIST = "/candidates/corrections/"


@pytest.fixture
def handed_in(draft: Enrolment) -> Enrolment:
    return perform(draft, "submit", actor=draft.candidate.user)


@pytest.fixture
def hers(login: Login, handed_in: Enrolment) -> Client:
    return login(handed_in.candidate.user)


def form(enrolment: Enrolment, name: str = "") -> str:
    return f"/candidates/corrections/new/{enrolment.pk}/{name and name + '/'}"


def test_the_candidate_chooses_among_what_was_handed_in(hers: Client, handed_in: Enrolment) -> None:
    page = hers.get(form(handed_in)).text
    assert "练习职业技术学校" in page
    assert f'href="{form(handed_in, "subject")}"' in page
    assert "考试站核实，管理站审批" in page
    assert "证件类型和证件号码注册后不能修改" in page
    assert "/sex/" not in page


def test_an_open_request_stands_in_place_of_the_link(hers: Client, handed_in: Enrolment) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    page = hers.get(form(handed_in)).text
    assert f'href="{asked.get_absolute_url()}">正在办理' in page
    assert form(handed_in, "subject") not in page
    answer = hers.get(form(handed_in, "subject"), follow=True)
    assert answer.redirect_chain == [(handed_in.get_absolute_url(), 302)]
    assert "已申请将专业更正为“数控加工”，待考试站审核" in answer.text


def test_the_form_shows_what_stands_and_takes_what_is_right(hers: Client, handed_in: Enrolment) -> None:
    address = form(handed_in, "entered_on")
    page = hers.get(address).text
    assert "正确的入学时间" in page
    assert "2023-09" in page
    answer = hers.post(address, {"value": "2022年9月", "reason": WHY}, follow=True)
    asked = Correction.objects.get()
    assert answer.redirect_chain == [(asked.get_absolute_url(), 302)]
    assert "更正申请已提交，等待考试站审核。" in answer.text
    assert (asked.old, asked.new, asked.new_data, asked.reason) == ("2023-09", "2022-09", "2022-09-01", WHY)
    assert asked.requested_at == NOON


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("entered_on", "2027-09", "入学时间不能晚于今天，请核对学生证。"),
        ("entered_on", "1999-09", "入学时间早于出生日期，请核对学生证。"),
        ("entered_on", "去年九月", "请按“年-月”填写，如 2023-09。"),
        ("entered_on", "", "入学时间不能为空（服务指南 4.4）。"),
        ("graduated_on", "2022-06", "毕业时间须晚于入学时间，请核对后更正。"),
        ("training_hours", "很多", "培训学时为 0 至 9999 的整数，如 420。"),
        ("prior_issued_on", "2027-01-01", "证书取得日期不能晚于今天，请按证书更正。"),
        ("education", "doctor", "请从列表中选择文化程度。"),
        ("subject", "数控技术应用", "填写的内容与原来相同，没有需要更正的（服务指南 4.3-3）。"),
        ("phone", "12", "电话号码不正确，请填写 11 位手机号码"),
        ("name", "林1", "姓名中不能有“1”"),
        ("name", "", "请填写姓名。"),
        ("class_name", "数" * 41, "请控制在 40 字以内，现有 41 字。"),
    ],
)
def test_what_is_wrong_on_the_form_is_wrong_here(
    hers: Client, handed_in: Enrolment, name: str, value: str, sentence: str
) -> None:
    answer = hers.post(form(handed_in, name), {"value": value, "reason": WHY})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert WHY in answer.text
    assert not Correction.objects.exists()


def test_a_reason_is_asked_for(hers: Client, handed_in: Enrolment) -> None:
    answer = hers.post(form(handed_in, "subject"), {"value": "数控加工", "reason": " "})
    assert "请填写更正理由，考试站据此核对。" in answer.text
    assert 'value="数控加工"' in answer.text


def test_a_yes_or_no_is_a_box_to_tick(hers: Client, handed_in: Enrolment) -> None:
    hers.post(form(handed_in, "asks_internship"), {"value": "on", "reason": WHY})
    assert (Correction.objects.get().old, Correction.objects.get().new) == ("否", "是")


def test_a_certificate_can_be_added_where_there_was_none(hers: Client, handed_in: Enrolment) -> None:
    hers.post(form(handed_in, "prior_skill"), {"value": "车工 五级/初级工", "reason": WHY})
    assert Correction.objects.get().new == "车工 五级/初级工"


@pytest.mark.parametrize("name", ["document_number", "status", "sequence", "certificates_said", "x"])
def test_other_fields_are_not_found(hers: Client, handed_in: Enrolment, name: str) -> None:
    assert hers.get(form(handed_in, name)).status_code == 404
    assert hers.post(form(handed_in, name), {"value": "1", "reason": WHY}).status_code == 404


def test_a_fact_that_is_not_offered_says_why(hers: Client, handed_in: Enrolment) -> None:
    assert "性别以证件号码为准" in hers.get(form(handed_in, "sex"), follow=True).text
    answer = hers.post(form(handed_in, "sex"), {"value": "male", "reason": WHY})
    assert (answer.status_code, Correction.objects.count()) == (422, 0)


def test_an_open_form_leads_back_to_itself(login: Login, draft: Enrolment) -> None:
    hers = login(draft.candidate.user)
    for address in (form(draft), form(draft, "subject")):
        assert "请直接修改申报表后提交" in hers.get(address, follow=True).text


@pytest.mark.parametrize("who", ["candidate", "station"])
def test_others_find_nothing(
    login: Login, handed_in: Enrolment, qian: Candidate, other_station_user: User, who: str
) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    client = login(qian.user if who == "candidate" else other_station_user)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.get(f"{asked.get_absolute_url()}refuse/").status_code in {403, 404}
    assert client.get(form(handed_in)).status_code == (404 if who == "candidate" else 403)
    assert "还没有" in client.get(LIST).text


def test_the_station_decides_with_pictures_before_its_eyes(
    login: Login, handed_in: Enrolment, station_user: User
) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    client = login(station_user)
    card = handed_in.uploads.get(kind=UploadKind.STUDENT_CARD)
    for address in (asked.get_absolute_url(), f"{asked.get_absolute_url()}approve/"):
        page = client.get(address).text
        assert f"/candidates/uploads/{card.pk}/" in page
        assert "数控技术应用" in page
        assert WHY in page
    answer = client.post(f"{asked.get_absolute_url()}approve/", follow=True)
    assert answer.status_code == 200
    assert Enrolment.objects.get(pk=handed_in.pk).subject == "数控加工"


def test_management_sees_the_card_beside_a_name(
    login: Login, handed_in: Enrolment, station_user: User, management_user: User
) -> None:
    asked = perform(ask(handed_in, "name", "林小和"), "endorse", actor=station_user, reason="已核对身份证")
    page = login(management_user).get(asked.get_absolute_url()).text
    front = handed_in.uploads.get(kind=UploadKind.ID_FRONT)
    assert f"/candidates/uploads/{front.pk}/" in page
    assert f"{asked.get_absolute_url()}confirm/" in page
    assert "已核对身份证" in page


def test_the_page_says_what_it_means_for_the_conditions(
    login: Login, handed_in: Enrolment, station_user: User
) -> None:
    page = login(station_user).get(ask(handed_in, "training_hours", 200).get_absolute_url()).text
    assert "更正后的申报条件（服务指南 4.3）：不符合" in page


def test_the_candidate_withdraws(hers: Client, handed_in: Enrolment) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    assert hers.post(f"{asked.get_absolute_url()}withdraw/").status_code == 302
    asked.refresh_from_db()
    assert asked.status == CorrectionStatus.WITHDRAWN
    assert hers.post(f"{asked.get_absolute_url()}approve/").status_code == 403


def test_the_enrolments_page_lists_requests_and_leads_to_new_ones(
    login: Login, hers: Client, handed_in: Enrolment, station_user: User
) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    page = hers.get(handed_in.get_absolute_url()).text
    assert asked.get_absolute_url() in page
    assert f'href="{form(handed_in)}"' in page
    page = login(station_user).get(handed_in.get_absolute_url()).text
    assert asked.get_absolute_url() in page
    assert form(handed_in) not in page


# --- the queue ---


def queue(client: Client, **query: str) -> list[str]:
    return [str(row.field) for row in client.get(LIST, query).context["object_list"]]


def test_the_own_turn_comes_first(
    login: Login, handed_in: Enrolment, station_user: User, management_user: User
) -> None:
    perform(ask(handed_in, "subject", "数控加工"), "refuse", actor=station_user, reason="不符")
    perform(ask(handed_in, "name", "林小和"), "endorse", actor=station_user, reason="已核对身份证")
    ask(handed_in, "class_name", "数控 2302")
    ask(handed_in, "other", "无")
    assert queue(login(station_user)) == ["class_name", "other", "name", "subject"]
    assert queue(login(management_user)) == ["name", "other", "class_name", "subject"]


def test_who_decides_on_nothing_sees_the_open_ones_first(
    login: Login, hers: Client, handed_in: Enrolment, station_user: User, centre_user: User
) -> None:
    ask(handed_in, "class_name", "数控 2302")
    perform(ask(handed_in, "subject", "数控加工"), "refuse", actor=station_user, reason="不符")
    assert queue(hers) == ["class_name", "subject"]
    assert queue(login(centre_user)) == ["class_name", "subject"]


def test_the_queue_is_narrowed_by_status(login: Login, handed_in: Enrolment, station_user: User) -> None:
    perform(ask(handed_in, "subject", "数控加工"), "refuse", actor=station_user, reason="不符")
    ask(handed_in, "class_name", "数控 2302")
    client = login(station_user)
    assert queue(client, status="refused") == ["subject"]
    assert queue(client, status="approved") == []
    assert "没有符合条件的更正申请" in client.get(LIST, {"status": "approved"}).text
    assert "没有“x”这个状态" in client.get(LIST, {"status": "x"}).text


def test_a_longer_queue_takes_no_more_queries(login: Login, item: BatchItem, station_user: User) -> None:
    client = login(station_user)
    counts = []
    for names in (["林小禾"], ["钱多多", "孙晓"]):
        for name in names:
            draft = exam.draft_enrolment(item, people.candidate(name))
            ask(perform(draft, "submit", actor=draft.candidate.user), "subject", "数控加工")
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_refusal_needs_words_and_is_told(login: Login, handed_in: Enrolment, station_user: User) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    client = login(station_user)
    assert client.post(f"{asked.get_absolute_url()}refuse/", {"reason": ""}).status_code == 422
    client.post(f"{asked.get_absolute_url()}refuse/", {"reason": "与学生证不符"})
    assert history_of(asked).latest("pk").reason == "与学生证不符"
    assert "与学生证不符" in login(handed_in.candidate.user).get(asked.get_absolute_url()).text
