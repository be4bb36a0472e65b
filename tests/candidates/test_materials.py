"""Which pictures whom is asked for: by default, by the table that staff keep, by what the form states."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from batches.models import BatchItem, CandidateType
from candidates.guards import materials_complete, missing_materials
from candidates.models import Candidate, Enrolment, HistoryEntry, HistoryKind, MaterialRule, Need, UploadKind
from candidates.models.materials import RULED_KINDS
from candidates.personal_form.material_notes import NOTES
from candidates.personal_form.materials import CONDITIONS, DEFAULTS, kinds_for, required_kinds
from ostami import clock
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import Step

pytestmark = pytest.mark.django_db

EVERYBODY = (UploadKind.PHOTO, UploadKind.ID_FRONT, UploadKind.ID_BACK)


@pytest.mark.parametrize(
    ("whom", "required", "optional"),
    [
        (
            CandidateType.STUDENT,
            (*EVERYBODY, UploadKind.STUDENT_CARD),
            (UploadKind.CERTIFICATE, UploadKind.TRAINING_PROOF),
        ),
        (
            CandidateType.IN_SERVICE,
            (*EVERYBODY, UploadKind.WORK_PROOF),
            (UploadKind.CERTIFICATE, UploadKind.TITLE, UploadKind.DIPLOMA),
        ),
        (
            CandidateType.SOCIAL,
            (*EVERYBODY, UploadKind.WORK_PROOF),
            (UploadKind.CERTIFICATE, UploadKind.TITLE, UploadKind.DIPLOMA, UploadKind.RESIDENCE_PROOF),
        ),
    ],
)
def test_each_type_has_its_materials_where_the_table_is_empty(
    whom: CandidateType, required: tuple[UploadKind, ...], optional: tuple[UploadKind, ...]
) -> None:
    assert required_kinds(whom) == required
    assert kinds_for(whom) == (*required, *optional)


def test_every_material_says_what_it_is_for_and_every_condition_can_be_asked() -> None:
    assert set(NOTES) == set(UploadKind)
    asked = {kind for defaults in DEFAULTS.values() for kind in defaults}
    assert set(CONDITIONS) <= asked <= set(RULED_KINDS)


def test_a_row_of_the_table_overrides_the_default(draft: Enrolment) -> None:
    MaterialRule.objects.create(candidate_type="student", kind="training_proof", need=Need.REQUIRED)
    MaterialRule.objects.create(candidate_type="student", kind="student_card", need=Need.NONE)
    MaterialRule.objects.create(candidate_type="social", kind="photo", need=Need.NONE)
    assert required_kinds("student") == (*EVERYBODY, UploadKind.TRAINING_PROOF)
    assert UploadKind.STUDENT_CARD not in kinds_for("student")
    assert missing_materials(draft) == [UploadKind.TRAINING_PROOF]


def enrolled(item: BatchItem, person: Candidate, whom: CandidateType, **facts: Any) -> Enrolment:
    item.batch.candidate_type = whom
    item.batch.save()
    nothing: dict[str, Any] = {"graduated_on": None}
    made = exam.draft_enrolment(item, person, **{**nothing, **facts})
    for upload in made.uploads.exclude(kind__in=[*EVERYBODY, UploadKind.WORK_PROOF, UploadKind.STUDENT_CARD]):
        upload.delete_with_file()
    return made


@pytest.mark.parametrize(
    ("whom", "facts", "missing"),
    [
        (CandidateType.STUDENT, {}, []),
        (CandidateType.STUDENT, {"graduated_on": date(2027, 6, 1)}, []),
        (CandidateType.STUDENT, {"prior_skill": "车工 五级"}, [UploadKind.CERTIFICATE]),
        (CandidateType.IN_SERVICE, {}, []),
        (CandidateType.IN_SERVICE, {"prior_level": 5}, [UploadKind.CERTIFICATE]),
        (CandidateType.IN_SERVICE, {"title_rank": "junior"}, [UploadKind.TITLE]),
        (CandidateType.IN_SERVICE, {"graduated_on": date(2024, 6, 1)}, [UploadKind.DIPLOMA]),
        (CandidateType.SOCIAL, {}, []),
    ],
)
def test_what_the_form_states_has_to_be_shown(
    item: BatchItem, lin: Candidate, whom: CandidateType, facts: dict[str, Any], missing: list[UploadKind]
) -> None:
    assert missing_materials(enrolled(item, lin, whom, **facts)) == missing


def test_somebody_without_an_employer_brings_a_proof_of_residence_instead(
    item: BatchItem, lin: Candidate
) -> None:
    made = enrolled(item, lin, CandidateType.SOCIAL)
    made.uploads.get(kind=UploadKind.WORK_PROOF).delete_with_file()
    assert missing_materials(made) == [UploadKind.WORK_PROOF]
    HistoryEntry.objects.filter(kind=HistoryKind.WORK).update(end=date(2026, 7, 1))
    assert missing_materials(made) == [UploadKind.RESIDENCE_PROOF]


def test_a_proof_of_residence_stands_for_no_employer_in_an_enrolment_of_employees(
    item: BatchItem, lin: Candidate
) -> None:
    made = enrolled(item, lin, CandidateType.IN_SERVICE)
    made.uploads.get(kind=UploadKind.WORK_PROOF).delete_with_file()
    HistoryEntry.objects.filter(kind=HistoryKind.WORK).update(end=date(2026, 7, 1))
    assert missing_materials(made) == [UploadKind.WORK_PROOF]


def test_students_who_may_hand_in_a_diploma_need_none_for_the_month_they_expect(
    item: BatchItem, lin: Candidate
) -> None:
    MaterialRule.objects.create(candidate_type="student", kind="diploma", need=Need.OPTIONAL)
    made = enrolled(item, lin, CandidateType.STUDENT, graduated_on=date(2027, 6, 1))
    assert missing_materials(made) == []


def test_the_sentence_says_by_what_a_picture_is_needed(item: BatchItem, lin: Candidate) -> None:
    made = enrolled(item, lin, CandidateType.IN_SERVICE, prior_level=5)
    made.uploads.get(kind=UploadKind.PHOTO).delete_with_file()
    step = Step(made, lin.user, clock.now(), "submit")
    assert [str(problem) for problem in materials_complete(step)] == [
        "还没有上传本人照片，在职人员必须提交（服务指南 4.5.1-3）。请上传清晰的 JPEG 或 PNG 图片。",
        (
            "还没有上传已取得的证书，申报表填写了已取得证书的，必须上传（服务指南 4.5.1-3）。"
            "请上传清晰的 JPEG 或 PNG 图片。"
        ),
    ]


def test_the_pages_name_what_is_asked(login: Login, draft: Enrolment) -> None:
    MaterialRule.objects.create(
        candidate_type="student", kind="student_card", need=Need.REQUIRED, note="须有本学期注册章"
    )
    hers = login(draft.candidate.user)
    for path in ("form", "uploads"):
        assert "必须提交；须有本学期注册章" in hers.get(f"/candidates/{draft.pk}/{path}/").content.decode()


@pytest.fixture
def theirs(login: Login, management_user: User) -> Client:
    return login(management_user)


def test_staff_see_every_material_of_every_type(theirs: Client) -> None:
    page = theirs.get("/candidates/materials/").content.decode()
    for kind in RULED_KINDS:
        assert page.count(f'<td data-label="材料">{kind.label}</td>') == len(CandidateType)


def test_staff_change_a_material_with_a_line_in_the_chain(theirs: Client) -> None:
    address = "/candidates/materials/student/training_proof/"
    assert theirs.get(address).context["form"]["need"].value() == Need.OPTIONAL
    response = theirs.post(address, {"need": "required", "note": "须加盖教务处章"})
    assert response["Location"] == "/candidates/materials/#student"
    row = MaterialRule.objects.get()
    assert (row.need, row.note) == (Need.REQUIRED, "须加盖教务处章")
    event = history_of(row).get()
    assert event.sentence == "修改了报名材料：在读学生的培训学时证明"
    assert event.changes == {"要求": ["有则提供", "必须提交"], "补充说明": ["", "须加盖教务处章"]}
    theirs.post(address, {"need": "required", "note": "须加盖教务处章"})
    assert history_of(row).count() == 1
    assert event.sentence in theirs.get(address).content.decode()


@pytest.mark.parametrize("kind", ["photo", "id_front"])
@pytest.mark.parametrize("need", ["none", "optional"])
def test_nobody_enrols_without_photo_and_document(theirs: Client, kind: str, need: str) -> None:
    response = theirs.post(f"/candidates/materials/student/{kind}/", {"need": need, "note": ""})
    assert response.status_code == 422
    assert "用于核对本人身份，必须提交（服务指南 4.3-3）。请选择“必须提交”。" in response.content.decode()
    assert not MaterialRule.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"need": "", "note": ""}, "请选择要求。"),
        ({"need": "maybe", "note": ""}, "请从列表中选择要求。"),
        ({"need": "none", "note": "长" * 201}, "请控制在 200 字以内，现有 201 字。"),
    ],
)
def test_a_wrong_rule_is_refused(theirs: Client, data: dict[str, str], sentence: str) -> None:
    response = theirs.post("/candidates/materials/student/student_card/", data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("path", ["student/stamped_form", "student/passport", "pupil/photo"])
def test_there_is_no_page_for_what_is_not_ruled(theirs: Client, path: str) -> None:
    assert theirs.get(f"/candidates/materials/{path}/").status_code == 404


def test_only_staff_keep_the_table(login: Login, station_user: User, lin: Candidate) -> None:
    for user in (station_user, lin.user):
        for path in ("", "student/photo/"):
            assert login(user).get(f"/candidates/materials/{path}").status_code == 403
