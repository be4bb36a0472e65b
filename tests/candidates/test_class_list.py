"""The class list: states, slips on paper, and taking somebody off."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.classes.slip_printing import print_slips, write_slips
from candidates.models import Activation, Candidate, Enrolment
from candidates.services import save_form, start_enrolment
from candidates.services.class_entries import remove_entry
from candidates.services.opening import Opening, open_login
from jobs.models import Job
from jobs.running import JobRun
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from tests.factories.classes import entered, pupil, slip_code
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
ADDRESS = "https://portal.example/candidates/activate/"


def list_of(batch: Batch) -> str:
    return f"/candidates/classes/batch/{batch.pk}/"


@pytest.fixture
def zhou(batch: Batch) -> Activation:
    """周小舟 of 数控2301, entered by the station, login closed."""
    return entered(batch, pupil("周小舟"), at=NOON)[0]


def opened(entry: Activation, station_user: User, username: str = "zhouxiaozhou") -> User:
    slip_code(entry, actor=station_user, at=NOON)
    return open_login(
        entry=Activation.objects.get(pk=entry.pk),
        choice=Opening(username=username, password="sunny-lathe-81", phone="13900000000"),
        at=NOON,
    )


def text_of(job: Job) -> str:
    """Run a job and return what its slips say."""
    content = write_slips(JobRun(job)).content
    assert isinstance(content, bytes)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def printed(batch: Batch, user: User, *entries: Activation, reset: bool = False) -> str:
    """The text of the slips."""
    keys = [entry.pk for entry in entries]
    job = print_slips(batch=batch, entries=keys, actor=user, address=ADDRESS, reset=reset)
    return text_of(job)


def test_the_list_tells_how_far_everybody_is_and_no_draft(
    batch: Batch, zhou: Activation, lin: Candidate, station_user: User, login: Login
) -> None:
    rows = (
        pupil("林小禾", 证件号码=lin.document_number, 班级="数控2302"),
        pupil("吴小雨", 班级=None, 申报工种等级="数控车工 三级/高级工"),
    )
    entered(batch, *rows, at=NOON)
    page = login(station_user).get(list_of(batch)).content.decode()
    assert page.index("吴小雨") < page.index("周小舟") < page.index("林小禾")
    assert "未激活" in page
    assert "已激活，填写中" in page
    assert zhou.candidate.masked_number in page
    assert zhou.candidate.document_number not in page
    assert "数控技术应用" not in page
    assert "数控车工 三级/高级工" in page
    client = login(station_user)
    only = client.get(f"{list_of(batch)}?class_name=数控2301").content.decode()
    assert ("周小舟" in only, "林小禾" in only) == (True, False)
    only = client.get(f"{list_of(batch)}?class_name=-&state=waiting&q=小雨").content.decode()
    assert ("吴小雨" in only, "周小舟" in only) == (True, False)
    page = client.get(f"{list_of(batch)}?class_name=六班").content.decode()
    assert "没有“六班”这个班级，未按它筛选" in page
    assert "周小舟" in page


def test_a_handed_in_enrolment_shows_its_state(
    batch: Batch, item: BatchItem, lin: Candidate, station_user: User, login: Login
) -> None:
    entered(batch, pupil("林小禾", 证件号码=lin.document_number), at=NOON)
    draft = lin.enrolments.get()
    draft.delete()
    perform(exam.draft_enrolment(item, lin), "submit", actor=lin.user, at=NOON)
    assert "待上传盖章表" in login(station_user).get(list_of(batch)).content.decode()


def test_a_list_takes_as_many_queries_at_one_row_as_at_three(
    batch: Batch, zhou: Activation, station_user: User, login: Login
) -> None:
    client = login(station_user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(list_of(batch))
        return len(asked)

    first = queries()
    entered(batch, pupil("吴小雨"), pupil("郑小雪"), at=NOON)
    assert queries() == first


def test_another_station_sees_nothing(
    batch: Batch, zhou: Activation, other_station_user: User, login: Login
) -> None:
    client = login(other_station_user)
    for address in (
        list_of(batch),
        f"{list_of(batch)}slips/",
        f"/candidates/classes/{zhou.pk}/remove/",
        f"/candidates/classes/{zhou.pk}/slip/",
    ):
        assert client.get(address).status_code == 404
    with pytest.raises(Batch.DoesNotExist):
        printed(batch, other_station_user, zhou)


def test_slips_say_whose_and_how_and_hold_the_code(
    batch: Batch, zhou: Activation, lin: Candidate, station_user: User
) -> None:
    known = entered(batch, pupil("林小禾", 证件号码=lin.document_number), at=NOON)[-1]
    text = printed(batch, station_user, zhou, known).replace("\n", "")
    for words in (
        "周小舟",
        zhou.candidate.masked_number,
        "数控2301",
        "数控车工 四级/中级工",
        "2026 年 9 月 1 日",
        "报名截止 2026 年 8 月 21 日 24:00",
        "机械行业职业能力评价职教901考试站",
        ADDRESS,
        f"用户名 {lin.user.username[:2]}***",
    ):
        assert words in text, words
    assert lin.user.username not in text
    assert text.count("激活码 ") == 1
    zhou.refresh_from_db()
    known.refresh_from_db()
    assert (bool(zhou.code_digest), zhou.code_made_at) == (True, NOON)
    assert known.code_digest == ""
    assert history_of(zhou).get().sentence == "打印了激活单，此前的激活单作废"
    code = text.partition("激活码 ")[2][:11]
    assert code not in str(Job.objects.values_list())
    assert code not in str(Activation.objects.values_list())
    assert verify() == []


def test_the_page_warns_of_older_slips_and_starts_the_job(
    batch: Batch, zhou: Activation, station_user: User, login: Login
) -> None:
    client = login(station_user)
    address = f"{list_of(batch)}slips/"
    assert "旧激活单" not in client.get(address).content.decode()
    slip_code(zhou, actor=station_user, at=NOON)
    assert "其中 1 人已打印过激活单" in client.get(address).content.decode()
    answer = client.post(f"{address}?entry={zhou.pk}")
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert job.params["entries"] == [zhou.pk]
    assert "没有可打印激活单的考生" in client.get(f"{address}?entry=0").content.decode()
    assert "没有可打印激活单的考生" in client.get(f"{address}?chosen=1").content.decode()
    answer = client.post(f"{address}?entry=0")
    assert answer.status_code == 422


def test_slips_that_were_given_out_stay_good_while_newcomers_get_theirs(
    batch: Batch, zhou: Activation, station_user: User, login: Login
) -> None:
    slip_code(zhou, actor=station_user, at=NOON)
    entered(batch, pupil("吴小雨", 班级="数控2302"), at=NOON)
    wu = Activation.objects.get(candidate__name="吴小雨")
    client = login(station_user)
    page = client.get(list_of(batch)).content.decode()
    assert f'href="{list_of(batch)}slips/?unprinted=1">打印没有激活单的 1 人' in page
    assert "打印全部未激活的 2 人" in page
    client.post(f"{list_of(batch)}slips/?unprinted=1")
    assert Job.objects.get().params["entries"] == [wu.pk]
    page = client.get(f"{list_of(batch)}?class_name=数控2301").content.decode()
    assert "没有激活单的" not in page
    assert "重新打印筛选出的未激活的 1 人" in page
    assert client.get(f"{list_of(batch)}slips/?class_name=数控2301").context["total"] == 1


def test_a_name_leads_to_the_enrolment_once_it_was_handed_in(
    item: BatchItem, zhou: Activation, station_user: User, login: Login
) -> None:
    enrolment = Enrolment.objects.get(candidate=zhou.candidate)
    link = f'<a href="{enrolment.get_absolute_url()}">周小舟</a>'
    assert link not in login(station_user).get(list_of(item.batch)).content.decode()
    Enrolment.objects.filter(pk=enrolment.pk).update(sequence=1)
    assert link in login(station_user).get(list_of(item.batch)).content.decode()


def test_who_forgot_the_password_gets_a_slip_once_seen(
    batch: Batch,
    item: BatchItem,
    lin: Candidate,
    station_user: User,
    login: Login,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """林小禾 came by themselves and handed in; the mailbox on file is told."""
    User.objects.filter(pk=lin.user_id).update(email="lin@example.com")
    enrolment = perform(exam.draft_enrolment(item, lin), "submit", actor=lin.user, at=NOON)
    client = login(station_user)
    address = f"/candidates/classes/enrolment/{enrolment.pk}/slip/"
    assert "请先当面核对" in client.post(address).content.decode()
    assert not Activation.objects.exists()
    with django_capture_on_commit_callbacks() as callbacks:
        answer = client.post(address, {"checked": "on"})
    callbacks[0]()
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert mail.outbox[0].to == ["lin@example.com"]
    page = text_of(job)
    assert "重设密码单" in page
    assert lin.user.username in page.replace("\n", "")
    assert Activation.objects.get().code_digest
    assert "当面核对证件后，打印了激活单" in history_of(lin).get(action="reset_slip").sentence
    client.post(f"/candidates/classes/{Activation.objects.get().pk}/slip/", {"checked": "on"})
    assert Activation.objects.count() == 1


def test_a_draft_that_was_never_handed_in_has_no_slip_by_its_number(
    draft: Enrolment, station_user: User, login: Login
) -> None:
    assert login(station_user).get(f"/candidates/classes/enrolment/{draft.pk}/slip/").status_code == 404


def test_an_entry_that_nobody_used_goes_with_person_and_login(
    batch: Batch, zhou: Activation, station_user: User, login: Login
) -> None:
    name, masked = zhou.candidate.name, zhou.candidate.masked_number
    client = login(station_user)
    address = f"/candidates/classes/{zhou.pk}/remove/"
    assert masked in client.get(address).content.decode()
    assert client.post(address)["Location"] == list_of(batch)
    assert not Activation.objects.exists()
    assert not Enrolment.objects.exists()
    assert not Candidate.objects.exists()
    assert not User.objects.filter(role="candidate").exists()
    assert history_of(batch).get(action="remove_entry").sentence == f"从班级名单移出：{name}（{masked}）"
    assert client.post(address).status_code == 404


def test_a_known_person_stays_when_the_entry_goes(batch: Batch, lin: Candidate, station_user: User) -> None:
    (entry,) = entered(batch, pupil("林小禾", 证件号码=lin.document_number), at=NOON)
    remove_entry(entry=entry, actor=station_user, at=NOON)
    assert not Enrolment.objects.exists()
    assert Candidate.objects.get() == lin


def test_a_form_that_its_candidate_began_stays(batch: Batch, zhou: Activation, station_user: User) -> None:
    user = opened(zhou, station_user)
    draft = zhou.candidate.enrolments.get()
    save_form(enrolment=draft, actor=user, answers={"subject": "模具制造"}, at=NOON)
    with pytest.raises(BlockedError, match="由本人填写过或已提交，不能移出名单"):
        remove_entry(entry=zhou, actor=station_user, at=NOON)
    assert Enrolment.objects.get() == draft


def test_a_draft_of_the_candidates_own_stays(
    batch: Batch, item: BatchItem, lin: Candidate, station_user: User
) -> None:
    """Whoever came by themselves is on the list only because of a slip."""
    start_enrolment(item=item, actor=lin.user, at=NOON)
    entry = Activation.objects.create(batch=batch, candidate=lin, entered_by=station_user, entered_at=NOON)
    with pytest.raises(BlockedError, match="不能移出名单"):
        remove_entry(entry=entry, actor=station_user, at=NOON)


def test_after_the_deadline_the_list_stands_and_nobody_is_entered(
    batch: Batch, zhou: Activation, station_user: User, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(NOON + timedelta(days=21))
    page = login(station_user).get(list_of(batch)).content.decode()
    assert "不能再录入" in page
    assert "周小舟" in page


def test_the_batch_page_counts_the_class(
    batch: Batch, zhou: Activation, station_user: User, login: Login
) -> None:
    page = login(station_user).get(batch.get_absolute_url()).content.decode()
    assert list_of(batch) in page
