"""Putting a person up: starting, filling in, files, handing in; what is refused, and who sees what."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from examiners.applicants import station_of, trades_for
from examiners.models import (
    ApplicationSubject,
    ApplicationTrade,
    Evidence,
    EvidenceKind,
    ExaminerApplication,
    Grade,
    Suspension,
)
from examiners.rules.applying import has_station
from examiners.services.drafting import discard, save_form
from examiners.services.starting import Start, start_application
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ApplicationKind, Station
from tests.conftest import Login
from tests.documents.reading import pdf_pages
from tests.factories import exam, stations
from tests.factories.examiners import (
    BORN,
    add_evidence,
    add_trades,
    complete_application,
    draft_application,
)
from tests.factories.stations import small_pdf, small_picture
from workflow.audit import history_of
from workflow.lifecycle import Step, perform

pytestmark = pytest.mark.django_db

ROOT = "/examiners/applications/"
AUTOSAVE = {"x-autosave": "1"}
NUMBER = "990101198503120010"
OUT_OF_SCOPE = "既不在评价范围内，也不在正在办理的申请中（服务指南 4.7-6）"


def page(application: ExaminerApplication, name: str = "") -> str:
    return f"{ROOT}{application.pk}/{name}"


def hand_in(application: ExaminerApplication, actor: User) -> ExaminerApplication:
    return perform(application, "submit", actor=actor, reason="同意推荐。")


def problems(application: ExaminerApplication, actor: User) -> list[str]:
    with pytest.raises(BlockedError) as refused:
        hand_in(application, actor)
    return [str(problem) for problem in refused.value.problems]


def typed(application: ExaminerApplication, **facts: Any) -> dict[str, Any]:
    """What a browser sends for an appointment's form."""
    return {
        "person_name": application.person_name,
        "document_type": "resident_id",
        "document_number": NUMBER,
        "sought": "examiner",
        **facts,
    }


# --- starting --------------------------------------------------------------------------------------------


def test_a_station_starts_an_appointment_and_goes_on_to_the_form(login: Login, station_user: User) -> None:
    client = login(station_user)
    asked = {"subject": "appointment", "person_name": " 周 明远 ", "sought": "examiner"}
    answer = client.post(f"{ROOT}new/", asked)
    made = ExaminerApplication.objects.get()
    assert answer["Location"] == page(made, "form/")
    assert (made.person_name, made.sought, made.examiner) == ("周明远", "examiner", None)
    assert [event.sentence for event in history_of(made)] == ["开始填写考评员首次申报"]


def test_a_school_has_nobody_to_promote(login: Login, school: User) -> None:
    client = login(school)
    html = client.get(f"{ROOT}new/").content.decode()
    assert "晋升高级考评员" not in html
    assert client.post(f"{ROOT}new/", {"subject": "promotion", "person_name": "某人"}).status_code == 422
    assert client.post(f"{ROOT}new/", {"subject": "appointment"}).status_code == 422
    assert not ExaminerApplication.objects.exists()


def test_a_promotion_takes_over_what_the_roster_says(
    station: Station, station_user: User, turning: Trade
) -> None:
    facts: dict[str, Any] = {
        "phone": "13900000003",
        "appointed_on": date(2024, 5, 6),
        "taught_classes": "数控 1 班",
    }
    wei = exam.examiner(station, "卫考评", turning, **facts)
    start = Start(subject=ApplicationSubject.PROMOTION, examiner=wei)
    made = start_application(start=start, actor=station_user, at=exam.noon(date(2026, 3, 2)))
    assert (made.person_name, made.sought, made.phone) == ("卫考评", "senior", "13900000003")
    assert (made.examiner_since, made.taught_classes) == (date(2024, 5, 6), "数控 1 班")
    assert [place.trade for place in made.trade_places.all()] == [turning]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"grade": Grade.SENIOR}, "卫考评已是高级考评员（服务指南 3.1）。不必再申报晋升。"),
        ({"valid_to": date(2026, 3, 1)}, "还没有选择晋升高级考评员的考评员。请从本站有效的考评员中选择。"),
    ],
)
def test_only_a_valid_examiner_who_is_not_senior_is_promoted(
    station: Station, station_user: User, facts: dict[str, Any], sentence: str
) -> None:
    wei = exam.examiner(station, "卫考评", **facts)
    start = Start(subject=ApplicationSubject.PROMOTION, examiner=wei)
    with pytest.raises(BlockedError, match=sentence[:12]) as refused:
        start_application(start=start, actor=station_user, at=exam.noon(date(2026, 3, 2)))
    assert [str(problem) for problem in refused.value.problems] == [sentence]


def test_an_examiner_has_one_application_in_hand_and_another_stations_can_not_be_chosen(
    login: Login, station: Station, station_user: User, other_station: Station
) -> None:
    wei, other = exam.examiner(station, "卫考评"), exam.examiner(other_station, "蒋考评")
    client = login(station_user)
    html = client.get(f"{ROOT}new/").content.decode()
    assert ("卫考评" in html, "蒋考评" in html) == (True, False)
    assert client.post(f"{ROOT}new/", {"subject": "trades", "examiner": other.pk}).status_code == 422
    assert client.post(f"{ROOT}new/", {"subject": "trades", "examiner": wei.pk}).status_code == 302
    again = client.post(f"{ROOT}new/", {"subject": "promotion", "examiner": wei.pk})
    assert "卫考评已有一份申报正在办理" in again.content.decode()
    assert ExaminerApplication.objects.count() == 1


# --- the form --------------------------------------------------------------------------------------------


def test_the_form_is_saved_in_part_and_the_number_tells_sex_and_birth_date(
    login: Login, station_user: User, turning: Trade
) -> None:
    draft = draft_application(station_user)
    client = login(station_user)
    sent = typed(draft, document_number="９９０１０１ 19850312 0010", phone="12", trade_2=turning.pk)
    answer = client.post(page(draft, "form/"), sent, headers=AUTOSAVE)
    assert list(answer.json()["errors"]) == ["phone"]
    draft.refresh_from_db()
    assert (draft.document_number, draft.sex, draft.birth_date) == (NUMBER, "male", BORN)
    assert [place.trade for place in draft.trade_places.all()] == [turning]
    html = client.get(page(draft, "form/")).content.decode()
    assert "9901**********0010" in html
    assert NUMBER not in html
    kept = client.post(page(draft, "form/"), typed(draft, document_number="", department="实训中心"))
    assert kept["Location"] == page(draft)
    draft.refresh_from_db()
    assert (draft.document_number, draft.department) == (NUMBER, "实训中心")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("990101198503120013", "证件号码校验位不符（GB 11643）"),
        ("99010119850312001", "现为 17 位"),
        ("990101198513120012", "不是有效的出生日期"),
    ],
)
def test_a_wrong_number_is_refused_and_the_rest_kept(
    login: Login, station_user: User, number: str, sentence: str
) -> None:
    draft = draft_application(station_user)
    answer = login(station_user).post(
        page(draft, "form/"), typed(draft, document_number=number, title="讲师")
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert 'value="讲师"' in html
    draft.refresh_from_db()
    assert (draft.document_sealed, draft.title) == ("", "")


def test_one_person_has_one_application_in_hand_at_a_unit(login: Login, station_user: User) -> None:
    first = complete_application(station_user, number=NUMBER)
    second = draft_application(station_user, "周明远二")
    answer = login(station_user).post(page(second, "form/"), typed(second))
    assert "该证件号码的人员已有一份申报正在办理" in answer.content.decode()
    second.document_number = NUMBER
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    first.delete()
    second.save()


def test_the_roster_fixes_name_and_grade_of_a_promotion(
    login: Login, station: Station, station_user: User
) -> None:
    wei = exam.examiner(station, "卫考评")
    draft = draft_application(station_user, "卫考评", subject="promotion", examiner=wei, sought="senior")
    login(station_user).post(page(draft, "form/"), typed(draft, person_name="别人", sought="manager"))
    draft.refresh_from_db()
    assert (draft.person_name, draft.sought, draft.document_number) == ("卫考评", "senior", NUMBER)


@pytest.mark.parametrize("name", ["birth_date", "examiner_since", "department_on"])
def test_nothing_on_the_form_happened_tomorrow(login: Login, station_user: User, name: str) -> None:
    draft = draft_application(station_user)
    answer = login(station_user).post(page(draft, "form/"), typed(draft, **{name: "2999-01-01"}))
    assert "不能晚于今天" in answer.content.decode()


# --- trades ----------------------------------------------------------------------------------------------


def test_trades_come_from_the_scope_and_from_what_is_asked_for(
    station: Station, station_user: User, other_station: Station, turning: Trade
) -> None:
    asked = exam.trade("数控铣工", code="JX04-05-01-02")
    outside = exam.trade("镗工", code="JX04-05-01-03")
    exam.scope(other_station, outside)
    addition = stations.draft_application(station_user, kind=ApplicationKind.SCOPE_ADDITION)
    stations.add_trade(addition, asked)
    reduction = stations.draft_application(station_user, kind=ApplicationKind.SCOPE_REDUCTION)
    stations.add_trade(reduction, outside)
    assert list(trades_for(station.organisation)) == [turning, asked]
    held = exam.examiner(station, "卫考评", outside)
    assert list(trades_for(station.organisation, examiner=held)) == [turning, asked, outside]


def test_a_withdrawn_trade_and_one_of_a_decided_application_are_outside(
    station: Station, station_user: User, centre_user: User, management_user: User, turning: Trade
) -> None:
    station.grants.update(withdrawn_on=date(2026, 1, 1))
    asked = exam.trade("数控铣工", code="JX04-05-01-02")
    addition = stations.complete_application(
        station_user, kind=ApplicationKind.SCOPE_ADDITION, trades=[asked]
    )
    perform(addition, "submit", actor=station_user, reason="申请")
    assert list(trades_for(station.organisation)) == [asked]
    perform(addition, "reject", actor=management_user, reason="不予推荐")
    assert list(trades_for(station.organisation)) == []


def test_three_trades_are_taken_a_fourth_is_not(station: Station, station_user: User) -> None:
    four = [exam.trade(f"工种{number}", code=f"JX04-05-01-0{number}") for number in range(1, 5)]
    for trade in four:
        exam.scope(station, trade)
    draft = draft_application(station_user)
    save_form(application=draft, actor=station_user, answers={"trades": four[:3]})
    with pytest.raises(BlockedError, match="选了 4 个工种，每人限 3 个"):
        save_form(application=draft, actor=station_user, answers={"trades": four})
    assert [place.trade for place in draft.trade_places.all()] == four[:3]
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationTrade.objects.create(application=draft, trade=four[3], place=4)


def test_a_trade_outside_the_scope_is_refused_at_the_form_and_at_the_submission(
    login: Login, station_user: User, turning: Trade
) -> None:
    outside = exam.trade("镗工", code="JX04-05-01-03")
    draft = complete_application(station_user, number=NUMBER)
    answer = login(station_user).post(page(draft, "form/"), typed(draft, trade_1=outside.pk))
    assert OUT_OF_SCOPE in answer.content.decode()
    with pytest.raises(BlockedError, match="JX04-05-01-03 镗工”既不在"):
        save_form(application=draft, actor=station_user, answers={"trades": [outside]})
    draft.trade_places.all().delete()
    add_trades(draft, outside)
    assert problems(draft, station_user) == [
        f"“JX04-05-01-03 镗工”{OUT_OF_SCOPE}。请改选范围内的工种，或先申请增项。"
    ]


def test_the_same_trade_twice_is_refused(login: Login, station_user: User, turning: Trade) -> None:
    draft = draft_application(station_user)
    twice = typed(draft, trade_1=turning.pk, trade_3=turning.pk)
    assert "同一个工种选了不止一次" in login(station_user).post(page(draft, "form/"), twice).content.decode()
    assert not draft.trade_places.exists()


# --- files -----------------------------------------------------------------------------------------------


def upload(client: Client, draft: ExaminerApplication, kind: str, content: bytes, name: str) -> Any:
    return client.post(page(draft, "files/"), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def test_a_file_replaces_the_one_of_its_kind(
    login: Login,
    station_user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    draft = draft_application(station_user)
    client = login(station_user)
    assert upload(client, draft, "photo", small_picture(), "照片.jpg").status_code == 302
    first = draft.evidence.get()
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, draft, "photo", small_picture(shade=3), "新照片.html")
    second = draft.evidence.get()
    assert second.name == "新照片.jpg"
    assert not first.file.storage.exists(str(first.file.name))
    shown = client.get(f"{page(draft, 'files/')}{second.pk}/")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    client.post(f"{page(draft, 'files/')}{second.pk}/delete/")
    assert not draft.evidence.exists()


@pytest.mark.parametrize(
    ("kind", "content", "name", "sentence"),
    [
        ("photo", small_pdf(), "照片.pdf", "这里不收 PDF 文件"),
        ("skill", b"PK\x03\x04word", "证书.docx", "不能上传 Word"),
        ("title", b"<script>alert(1)</script>", "证书.jpg", "文件不是"),
        ("title", small_picture()[:60], "证书.jpg", "损坏"),
        ("signed_form", b"", "审批表.pdf", "文件是空的"),
        ("skill", b"%PDF-1.7\n" + b"0" * (5 * 1024 * 1024), "证书.pdf", "不能超过 5 MB"),
        ("passport", small_picture(), "护照.jpg", "没有这一类材料"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_words(
    login: Login, station_user: User, kind: str, content: bytes, name: str, sentence: str
) -> None:
    draft = draft_application(station_user)
    answer = upload(login(station_user), draft, kind, content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not draft.evidence.exists()


def test_a_request_that_is_too_large_is_refused_unread(login: Login, station_user: User) -> None:
    draft = draft_application(station_user)
    too_much = small_picture() + b"0" * (10 * 1024 * 1024)
    answer = upload(login(station_user), draft, "photo", too_much, "照片.jpg")
    assert answer.status_code == 413
    assert "合计不能超过 10 MB" in answer.content.decode()


# --- handing in ------------------------------------------------------------------------------------------


def test_everything_that_is_missing_is_listed_at_once_each_as_a_link(
    login: Login, station_user: User
) -> None:
    draft = draft_application(station_user)
    html = login(station_user).get(page(draft, "submit/")).content.decode()
    assert "以下 14 项需要补充" in html
    for anchor in ("form/#id_document_number", "form/#id_trade_1", "form/#id_department_on", "files/#photo"):
        assert f'href="{page(draft, anchor)}"' in html
    assert "不符合任职条件" in html
    answer = login(station_user).post(page(draft, "submit/"), {"reason": "同意推荐。"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_at) == ("draft", None)


def test_a_complete_application_is_handed_in_and_can_be_recalled(login: Login, station_user: User) -> None:
    draft = complete_application(station_user)
    client = login(station_user)
    assert "以下" not in client.get(page(draft, "submit/")).content.decode()
    assert client.post(page(draft, "submit/"), {"reason": "同意推荐。"})["Location"] == page(draft)
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert draft.submitted_at is not None
    assert client.get(page(draft, "form/"))["Location"] == page(draft)
    assert upload(client, draft, "photo", small_picture(), "照片.jpg").status_code == 422
    client.post(page(draft, "recall/"))
    assert client.get(page(draft, "form/")).status_code == 200


def test_a_title_one_step_too_low_is_refused_with_clause_and_reason(station_user: User) -> None:
    draft = complete_application(station_user, skill_level=4, title_rank="junior")
    assert problems(draft, station_user) == [
        (
            "不符合任职条件：应当具有高级工及以上职业技能等级或中级及以上专业技术职称。"
            "所填职业技能等级为四级/中级工，专业技术职称为初级（服务指南 3.1.2-1(1)）。"
            "请核对所填内容；确不符合的，不能申报这一类别。"
        )
    ]


@pytest.mark.parametrize(("on", "goes"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_364_days_as_an_examiner_are_too_few_and_365_enough(
    station_user: User, on: date, *, goes: bool
) -> None:
    facts: dict[str, Any] = {"sought": "senior", "title_rank": "senior", "examiner_since": date(2025, 3, 2)}
    draft = complete_application(station_user, **facts)
    if goes:
        assert (
            perform(draft, "submit", actor=station_user, at=exam.noon(on), reason="同意").status
            == "submitted"
        )
        return
    with pytest.raises(BlockedError, match="2025-03-02 取得考评员资格，须到 2026-03-02 满一年"):
        perform(draft, "submit", actor=station_user, at=exam.noon(on), reason="同意")


@pytest.mark.parametrize(("kind", "name"), [("skill", "职业技能等级证书"), ("title", "职称证书")])
def test_what_the_qualification_rests_on_is_proved(station_user: User, kind: str, name: str) -> None:
    draft = complete_application(station_user)
    draft.evidence.filter(kind=kind).delete()
    assert problems(draft, station_user) == [f"还没有上传{name}（服务指南 3.1.2）。"]


def test_a_manager_needs_neither_trades_nor_certificates(station_user: User) -> None:
    draft = complete_application(station_user, sought="manager", skill_level=None, title_rank="")
    draft.evidence.filter(kind__in=["skill", "title"]).delete()
    assert hand_in(draft, station_user).status == "submitted"


def test_a_school_puts_people_up_for_the_trades_that_it_asks_for(school: User) -> None:
    turning = exam.trade()
    draft = complete_application(school, trades=[turning])
    assert len(problems(draft, school)) == 1
    stations.add_trade(stations.draft_application(school), turning)
    assert hand_in(draft, school).status == "submitted"


def test_a_person_whom_another_unit_has_handed_in_is_refused(
    station_user: User, other_station_user: User
) -> None:
    hand_in(complete_application(other_station_user, number=NUMBER), other_station_user)
    draft = complete_application(station_user, number=NUMBER)
    assert problems(draft, station_user) == [
        (
            "周明远已由其他单位申报，正在办理，一名考评员只在一个考试站任职（服务指南 4.5.1-4）。"
            "请与本人核实，由一个单位申报。"
        )
    ]


# --- throwing away ---------------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_with_its_files_and_a_handed_in_one_is_not(
    login: Login,
    station_user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    draft = draft_application(station_user)
    photo = add_evidence(draft, EvidenceKind.PHOTO)
    with django_capture_on_commit_callbacks(execute=True):
        assert login(station_user).post(page(draft, "discard/"))["Location"] == ROOT
    assert not ExaminerApplication.objects.exists()
    assert not photo.file.storage.exists(str(photo.file.name))
    sent = hand_in(complete_application(station_user), station_user)
    recalled = perform(sent, "recall", actor=station_user)
    with pytest.raises(BlockedError, match="提交过的申报不能删除"):
        discard(application=recalled, actor=station_user)


# --- who sees what ---------------------------------------------------------------------------------------


def test_nobody_else_sees_a_draft_and_another_unit_never_sees_one(
    login: Login, station_user: User, other_station_user: User, management_user: User, centre_user: User
) -> None:
    draft = complete_application(station_user)
    photo = Evidence.objects.filter(application=draft).first()
    assert photo is not None
    for user in (other_station_user, management_user, centre_user):
        client = login(user)
        for name in ("", "form.pdf", "form.docx", f"files/{photo.pk}/"):
            assert client.get(page(draft, name)).status_code == 404
        assert "周明远" not in client.get(ROOT).content.decode()
    hand_in(draft, station_user)
    assert login(other_station_user).get(page(draft)).status_code == 404
    assert login(other_station_user).post(page(draft, "form/"), typed(draft)).status_code == 404
    for user in (management_user, centre_user):
        client = login(user)
        assert client.get(page(draft)).status_code == 200
        assert client.get(page(draft, "form/")).status_code == 403
    with pytest.raises(Http404):
        save_form(application=draft, actor=other_station_user, answers={"title": "教授"})


def test_the_page_answers_the_conditions_clause_by_clause_with_the_number_masked(
    login: Login, station_user: User, management_user: User
) -> None:
    draft = hand_in(complete_application(station_user, number=NUMBER), station_user)
    html = login(management_user).get(page(draft)).content.decode()
    assert html.count("3.1.2-1(") == 4
    assert "9901**********0010" in html
    assert NUMBER not in html
    assert "等待练习管理站核查" in html
    assert "13900000002" in html


@pytest.mark.parametrize("paper", ["", "form.pdf", "form.docx"])
def test_the_branch_opens_no_application_and_no_form_with_full_numbers(
    login: Login, station_user: User, branch_user: User, paper: str
) -> None:
    draft = hand_in(complete_application(station_user), station_user)
    address = page(draft, paper) if paper else page(draft)
    assert login(branch_user).get(address).status_code == 403
    assert not ExaminerApplication.objects.visible_to(branch_user).exists()


def test_whoever_takes_the_full_number_leaves_a_line(
    login: Login, station_user: User, management_user: User
) -> None:
    draft = hand_in(complete_application(station_user, number=NUMBER), station_user)
    client = login(management_user)
    pdf = client.get(page(draft, "form.pdf"))
    assert NUMBER in "".join(pdf_pages(pdf.content))
    client.get(page(draft, "form.docx"))
    scan = draft.evidence.get(kind="signed_form")
    for _ in range(2):
        client.get(f"{page(draft, 'files/')}{scan.pk}/")
    said = [event.sentence for event in history_of(draft) if event.actor == management_user]
    assert said == [
        "下载了审批表（PDF，含证件号码 9901**********0010）",
        "下载了审批表（DOCX，含证件号码 9901**********0010）",
        "查看了签字盖章的审批表",
    ]


def test_the_empty_form_is_public(client: Client) -> None:
    assert client.get(f"{ROOT}empty.pdf").content.startswith(b"%PDF")
    assert client.get(f"{ROOT}empty.docx").content.startswith(b"PK")


# --- the list and the class ------------------------------------------------------------------------------


@pytest.fixture
def three(station_user: User, other_station_user: User) -> list[ExaminerApplication]:
    made = [
        complete_application(station_user, "周明远"),
        complete_application(station_user, "韩素秋", sought="manager"),
        complete_application(other_station_user, "沈知行"),
    ]
    days = (date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 3))
    return [
        perform(one, "submit", actor=one.organisation.users.get(), at=exam.noon(day), reason="同意推荐。")
        for one, day in zip(made, days, strict=True)
    ]


def names(client: Client, **asked: str) -> list[str]:
    return [one.person_name for one in client.get(ROOT, asked).context["applications"]]


def test_what_waits_comes_first_the_longest_waiting_on_top(
    login: Login, three: list[ExaminerApplication], management_user: User, centre_user: User
) -> None:
    client = login(management_user)
    assert names(client) == ["韩素秋", "沈知行", "周明远"]
    perform(three[1], "return", actor=management_user, reason="请补材料。")
    assert names(client) == ["沈知行", "周明远", "韩素秋"]
    assert names(login(centre_user)) == ["周明远", "沈知行", "韩素秋"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"q": "周"}, ["周明远"]),
        ({"unit": "902"}, ["沈知行"]),
        ({"unit": "４９２８４９０１"}, ["韩素秋", "周明远"]),
        ({"sought": "manager"}, ["韩素秋"]),
        ({"status": "approved"}, []),
        ({"sought": "emperor"}, ["韩素秋", "沈知行", "周明远"]),
    ],
)
def test_filters_narrow_the_list(
    login: Login,
    three: list[ExaminerApplication],
    management_user: User,
    asked: dict[str, str],
    left: list[str],
) -> None:
    assert names(login(management_user), **asked) == left


def test_a_list_takes_the_same_queries_for_one_row_and_three(
    login: Login,
    three: list[ExaminerApplication],
    management_user: User,
    django_assert_num_queries: Any,
) -> None:
    client = login(management_user)
    names(client)
    with django_assert_num_queries(5):
        names(client)
    with django_assert_num_queries(5):
        names(client, q="沈")


def test_a_class_is_one_file_of_the_rows_ticked_or_of_all_that_are_left(
    login: Login, three: list[ExaminerApplication], station_user: User, management_user: User
) -> None:
    client = login(management_user)
    address = f"{ROOT}class.pdf"
    everybody = pdf_pages(client.get(address, {"unit": "901"}).content)
    assert ["韩素秋" in everybody[0], "周明远" in everybody[1], len(everybody)] == [True, True, 2]
    ticked = client.get(address, {"ids": ["", str(three[2].pk)]})
    assert len(pdf_pages(ticked.content)) == 1
    assert [event.action for event in history_of(three[2])][-1] == "download"
    # Another unit's row is left out, whoever ticks it.
    own = login(station_user).get(address, {"ids": [str(one.pk) for one in three]})
    assert len(pdf_pages(own.content)) == 2
    nobody = client.get(address, {"ids": ["", "x", "9" * 30], "q": "周"})
    assert nobody["Location"] == f"{ROOT}?q=%E5%91%A8"


# --- who is on the roster --------------------------------------------------------------------------------


def test_a_suspended_examiner_is_not_put_up_as_a_new_one(station: Station, station_user: User) -> None:
    zhou = exam.examiner(station, "周明远")
    Suspension.objects.create(examiner=zhou, since=zhou.valid_from, reason="核查")
    complete_application(station_user, number=NUMBER, status="approved", examiner=zhou)
    again = complete_application(station_user, number=NUMBER)
    assert any("周明远已是在册的考评员" in one for one in problems(again, station_user))


@pytest.mark.parametrize(("sought", "told"), [("examiner", True), ("manager", False)])
def test_who_is_on_the_roster_by_an_application_is_not_appointed_again(
    station: Station, station_user: User, sought: str, *, told: bool
) -> None:
    zhou = exam.examiner(station, "周明远")
    complete_application(station_user, number=NUMBER, status="approved", examiner=zhou)
    again = complete_application(station_user, number=NUMBER, sought=sought)
    if told:
        assert problems(again, station_user) == [
            "周明远已是在册的考评员。请办理晋升、增减工种；在其他考试站的，请办理调动。"
        ]
    else:
        assert hand_in(again, station_user).status == "submitted"


def test_people_of_a_school_are_appointed_once_it_is_a_station(
    school: User, station: Station, station_user: User
) -> None:
    assert station_of(school.organisation) is None  # type: ignore[arg-type]  # a school's login
    step = Step(complete_application(school, trades=[]), school, clock.now(), "approve")
    assert [problem.clause for problem in has_station(step)] == ["2.4"]
    stations.draft_application(school, status="approved", station=station)
    assert station_of(school.organisation) == station  # type: ignore[arg-type]  # a school's login
    assert list(has_station(step)) == []
    assert station_of(station.organisation) == station
