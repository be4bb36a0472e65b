"""What the national register was told: an upload is recorded, and the next one brings what is new since."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, User
from batches.models import Batch
from certificates.models import Certificate, CertificateStatus, NationalUpload
from certificates.upload.recording import pending, record_upload
from certificates.upload.rows import upload_rows
from jobs.models import Job, JobState
from ostami import clock
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import certified_crowds, exam
from workflow.audit import history_of

TODAY = date(2026, 9, 22)
NOON = exam.noon(TODAY)


@pytest.fixture(autouse=True)
def _day_of_the_upload() -> None:
    clock.set_practice_day(TODAY)


@pytest.fixture
def skilled(station: Station, management_user: User, branch_user: User) -> Batch:
    """Three people with national certificates."""
    branch = branch_user.organisation
    assert isinstance(branch, Organisation)
    return certified_crowds.skill_batch(station, management_user, branch, "林若溪", "买买提·艾力", "欧阳思远")


def address(name: str, batch: Batch, *more: str) -> str:
    return reverse(f"certificates:{name}", args=[batch.pk, *more])


def tell(batch: Batch, by: User, *, on: date = TODAY) -> NationalUpload:
    seen = pending(batch, today=TODAY).mark
    return record_upload(batch=batch, seen=seen, uploaded_on=on, actor=by, at=NOON)


def names(batch: Batch, *, known: bool = False) -> list[str]:
    return [row.certificate.holder_name for row in upload_rows(batch, known=known)]


def test_what_was_uploaded_is_not_new_again(skilled: Batch, branch_user: User) -> None:
    first = Certificate.objects.get(holder_name="林若溪")
    first._move_to(CertificateStatus.REVOKED)
    assert tell(skilled, branch_user).certificates.count() == 2
    assert names(skilled) == []
    first._move_to(CertificateStatus.ISSUED)
    assert names(skilled) == ["林若溪"]
    assert [row.order for row in upload_rows(skilled)] == [1]
    assert names(skilled, known=True) == ["林若溪", "买买提·艾力", "欧阳思远"]
    last = history_of(skilled).last()
    assert last
    assert last.sentence == "登记了国家证书数据上报（2026-09-22，新增 2 条，撤销或换发 0 条）"


def test_what_ended_since_is_told_once(skilled: Batch, branch_user: User, login: Login) -> None:
    client, page = login(branch_user), address("national", skilled)
    tell(skilled, branch_user)
    assert "上报后撤销、换发的证书" not in client.get(page).text
    one = Certificate.objects.get(holder_name="林若溪")
    one._move_to(CertificateStatus.REVOKED)
    html = client.get(page).text
    assert "上报后撤销、换发的证书" in html
    assert one.number in html
    assert address("national_record", skilled) in html
    assert list(tell(skilled, branch_user).ended.all()) == [one]
    assert "上报后撤销、换发的证书" not in client.get(page).text
    with pytest.raises(BlockedError, match="没有需要新增上报的有效证书"):
        tell(skilled, branch_user)


def test_the_branch_records_it_on_the_page(skilled: Batch, branch_user: User, login: Login) -> None:
    client, record = login(branch_user), address("national_record", skilled)
    shown = client.get(record)
    assert "新增 3 条" in shown.text
    typed = dict(shown.context["form"].initial)
    answer = client.post(record, typed)
    assert answer["Location"] == address("national", skilled)
    html = client.get(address("national", skilled)).text
    assert "本批次的有效证书已全部上报，没有新增的数据。" in html
    assert "2026-09-22" in html
    assert address("national_paper", skilled, "national_all_rows") in html
    assert address("national_paper", skilled, "national_rows") not in html


@pytest.mark.parametrize(
    ("day", "words"),
    [(TODAY + timedelta(1), "上报日期在今天之后"), (date(2026, 9, 20), "上报日期早于发证日期 2026-09-21")],
)
def test_the_day_of_an_upload_lies_between_issue_and_today(
    skilled: Batch, branch_user: User, day: date, words: str
) -> None:
    with pytest.raises(BlockedError, match=words):
        tell(skilled, branch_user, on=day)
    assert not NationalUpload.objects.exists()


def test_what_changed_since_it_was_shown_is_not_recorded(
    skilled: Batch, branch_user: User, login: Login
) -> None:
    client, record = login(branch_user), address("national_record", skilled)
    typed = dict(client.get(record).context["form"].initial)
    Certificate.objects.get(holder_name="林若溪")._move_to(CertificateStatus.REVOKED)
    answer = client.post(record, typed)
    assert (answer.status_code, "在打开本页之后有变化" in answer.text) == (422, True)
    assert not NationalUpload.objects.exists()


def test_everything_may_be_taken_again(
    skilled: Batch, branch_user: User, login: Login, run_jobs: Any
) -> None:
    tell(skilled, branch_user)
    client = login(branch_user)
    refused = client.post(address("national_paper", skilled, "national_rows"), follow=True).text
    assert "没有需要新增上报的有效证书" in refused
    for name in ("national_all_rows", "national_all_form_pdf", "national_all_form_docx"):
        with run_jobs():
            client.post(address("national_paper", skilled, name))
        assert Job.objects.latest("pk").state == JobState.FINISHED


def test_stations_and_candidates_record_nothing(skilled: Batch, station_user: User, login: Login) -> None:
    record = address("national_record", skilled)
    assert login(station_user).post(record).status_code == 403
    holder = Certificate.objects.get(holder_name="林若溪").enrolment.candidate.user
    assert login(holder).post(record).status_code == 403
