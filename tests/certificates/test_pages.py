"""Pages and files of certificates, each within its scope."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from batches.models import Batch
from batches.sections import panels_for
from certificates.models import Certificate
from jobs.models import Job, JobState
from stations.models import Station
from tests.conftest import Login
from tests.factories import results
from workflow.audit import history_of


def url(name: str, row: Batch | Certificate) -> str:
    return reverse(f"certificates:{name}", args=[row.pk])


def test_the_holder_sees_and_prints_the_own_certificate(certificate: Certificate, login: Login) -> None:
    client = login(certificate.enrolment.candidate.user)
    assert certificate.number in client.get(reverse("certificates:list")).content.decode()
    html = client.get(url("page", certificate)).content.decode()
    assert certificate.masked_number in html
    assert certificate.document_number not in html
    assert "办理记录" not in html
    answer = client.get(url("pdf", certificate))
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"].startswith("private, no-store")
    assert [event.action for event in history_of(certificate)] == ["issue"]


def test_the_newest_certificate_stands_first(
    certificate: Certificate, station_user: User, login: Login
) -> None:
    page = login(station_user).get(reverse("certificates:list"))
    pks = [one.pk for one in page.context["object_list"]]
    assert pks == sorted(pks, reverse=True)
    assert len(pks) > 1


def test_the_holder_finds_result_and_certificate_from_the_enrolment(
    certificate: Certificate, login: Login
) -> None:
    html = login(certificate.enrolment.candidate.user).get(certificate.enrolment.get_absolute_url()).text
    assert f"<dt>评定成绩</dt><dd>{certificate.grade}</dd>" in html
    assert f'href="{reverse("certificates:list")}"' in html


def test_another_candidate_does_not_find_it(certificate: Certificate, login: Login) -> None:
    stranger = Certificate.objects.exclude(pk=certificate.pk).get().enrolment.candidate.user
    client = login(stranger)
    assert client.get(url("page", certificate)).status_code == 404
    assert client.get(url("pdf", certificate)).status_code == 404
    assert certificate.number not in client.get(reverse("certificates:list")).content.decode()


def test_staff_print_it_and_the_look_is_recorded(
    certificate: Certificate, station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert client.get(url("pdf", certificate)).status_code == 200
    last = history_of(certificate).last()
    assert last
    assert (last.sentence, last.actor_name) == ("下载了证书（含完整证件号码）", station_user.username)
    html = client.get(url("page", certificate)).content.decode()
    assert "下载了证书（含完整证件号码）" in html
    assert certificate.document_number not in html


def test_certificates_of_another_station_are_not_found(
    batch: Batch, certificate: Certificate, other_station_user: User, branch_user: User, login: Login
) -> None:
    for stranger in (other_station_user, branch_user):
        client = login(stranger)
        for name, row in (("page", certificate), ("pdf", certificate), ("batch", batch)):
            assert client.get(url(name, row)).status_code == 404
        assert client.post(url("batch_pdf", batch)).status_code == 403
    assert login(other_station_user).post(url("qualified_xlsx", batch)).status_code == 404
    assert not Job.objects.exists()


def test_a_candidate_takes_no_roster(batch: Batch, certificate: Certificate, login: Login) -> None:
    client = login(certificate.enrolment.candidate.user)
    answer = client.post(url("qualified_xlsx", batch))
    assert answer.status_code == 403
    assert "不能导出合格人员名册" in answer.content.decode()
    assert client.get(url("batch", batch)).status_code == 404
    assert client.post(url("batch_pdf", batch)).status_code == 403


def test_visitors_are_sent_to_the_login(batch: Batch, certificate: Certificate, client: Any) -> None:
    for name, row in (("page", certificate), ("pdf", certificate), ("batch", batch)):
        assert client.get(url(name, row))["Location"].startswith("/account/login/")


def test_the_roster_is_exported_as_a_job_and_recorded(
    batch: Batch, station_user: User, login: Login, run_jobs: Any
) -> None:
    with run_jobs():
        answer = login(station_user).post(url("qualified_xlsx", batch))
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:page", args=[job.pk])
    assert (job.state, job.result_name) == (JobState.FINISHED, "合格人员名册 49284901-2026-001.xlsx")
    sheet = load_workbook(BytesIO(job.result.read())).active
    assert sheet is not None
    assert [sheet.cell(row, 2).value for row in (4, 5)] == ["林若溪", "买买提·艾力"]
    last = history_of(batch).last()
    assert last
    assert last.sentence == "导出了合格人员名册（含完整证件号码）"


def test_all_certificates_are_printed_as_a_job_in_roster_order(
    batch: Batch, certificate: Certificate, centre_user: User, login: Login, run_jobs: Any
) -> None:
    certificate._move_to("revoked")
    with run_jobs():
        login(centre_user).post(url("batch_pdf", batch))
    job = Job.objects.get()
    assert (job.state, job.result_name, job.percent) == (JobState.FINISHED, "证书 49284901-2026-001.pdf", 100)
    content = job.result.read()
    assert content.startswith(b"%PDF")
    assert job.total == 2, "one standing certificate and the printing"


def test_what_is_not_there_yet_is_refused_with_a_sentence(
    station: Station, management_user: User, station_user: User, login: Login
) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    client = login(station_user)
    roster = client.post(url("qualified_xlsx", batch))
    assert roster.status_code == 422
    assert "还没有合格人员名册（服务指南 4.6-3）。请在成绩审核通过后导出。" in roster.content.decode()
    assert client.post(url("batch_pdf", batch)).status_code == 403
    papers = login(management_user).post(url("batch_pdf", batch))
    assert papers.status_code == 422
    assert "还没有核发证书。请在指导中心核发证书后打印。" in papers.content.decode()
    assert not Job.objects.exists()


def test_files_are_started_by_post_alone(batch: Batch, management_user: User, login: Login) -> None:
    client = login(management_user)
    for name in ("qualified_xlsx", "batch_pdf"):
        assert client.get(url(name, batch)).status_code == 405


def test_a_batchs_certificates_are_listed_in_roster_order(
    batch: Batch, station_user: User, login: Login
) -> None:
    html = login(station_user).get(url("batch", batch)).content.decode()
    assert html.index("2649284901400001") < html.index("2649284901400002")
    assert "赵缺席" not in html
    for certificate in Certificate.objects.all():
        assert certificate.document_number not in html


def test_the_batch_page_offers_the_files(
    batch: Batch, station_user: User, branch_user: User, certificate: Certificate
) -> None:
    shown = dict(panels_for(batch, station_user))["certificates/_panel.html"]
    assert shown == {
        "qualified": 2,
        "certified": True,
        "issued": 2,
        "roster_allowed": True,
        "printable": False,
    }
    assert dict(panels_for(batch, branch_user))["certificates/_panel.html"]["roster_allowed"] is False


def test_before_approval_the_batch_page_shows_no_certificates(
    station: Station, management_user: User, station_user: User
) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    assert "certificates/_panel.html" not in dict(panels_for(batch, station_user))


def test_pages_say_what_to_do_while_there_is_nothing(
    approved: Batch, station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert "还没有核发证书" in client.get(reverse("certificates:list")).content.decode()
    html = client.get(url("batch", approved)).content.decode()
    assert "指导中心核发后，证书会出现在这里" in html
    assert "导出合格人员名册" in html
    assert "打印全部证书" not in html


@pytest.mark.parametrize("page", ["list", "batch"])
def test_lists_cost_the_same_at_one_and_at_two_rows(
    batch: Batch,
    other_batch: Batch,
    management_user: User,
    login: Login,
    page: str,
    django_assert_max_num_queries: Any,
) -> None:
    client = login(management_user)
    counts = []
    for one in (other_batch, batch):
        address = reverse("certificates:list") if page == "list" else url("batch", one)
        with django_assert_max_num_queries(20) as captured:
            client.get(address)
        counts.append(len(captured))
        if page == "list":
            Certificate.objects.filter(enrolment__batch=batch).delete()
    assert counts[0] == counts[1]
