"""Archives and disposals at one instant: nothing is packed or destroyed twice, nor what came to be needed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import User
from accounts.rights import Role
from exams.models import DisposalStatus, EvidenceDisposal, EvidenceKind, ExamEvidence
from exams.services.archiving import start_archive
from jobs.models import Job
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, people, results
from tests.factories.archiving import PAPERS_DUE, piece, proposed
from tests.rivals import behind
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DUE = exam.noon(PAPERS_DUE)


def test_evidence_is_destroyed_once(station: Station, station_user: User, management_user: User) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    batch._move_to("results_approved")
    papers = piece(batch, EvidenceKind.PAPERS, by=station_user)
    disposal = proposed(batch, EvidenceKind.PAPERS, by=station_user)
    second = people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")
    start = Barrier(2)

    def release(actor: User) -> str:
        try:
            start.wait()
            return str(perform(disposal, "release", actor=actor, at=DUE).status)
        except BlockedError as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(release, (management_user, second)))
    assert outcomes == ["done", "该事项已由他人处理，当前状态为“已销毁”。请刷新页面后查看办理记录。"]
    assert EvidenceDisposal.objects.get().status == DisposalStatus.DONE
    assert history_of(papers).filter(action="destroy").count() == 1
    assert ExamEvidence.objects.get(pk=papers.pk).file.name == ""
    assert not default_storage.exists(str(papers.file.name))
    assert verify() == []


def test_evidence_isnt_destroyed_beside_the_return_of_its_results(
    station: Station, station_user: User, management_user: User
) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    batch._move_to("results_approved")
    papers = piece(batch, EvidenceKind.PAPERS, by=station_user)
    disposal = proposed(batch, EvidenceKind.PAPERS, by=station_user)
    second = people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")

    def release() -> str:
        try:
            return str(perform(disposal, "release", actor=second, at=DUE).status)
        except BlockedError as refused:
            return refused.problems[0].text

    answer = behind(
        lambda: perform(batch, "return_results", actor=management_user, at=DUE, reason="请核对"), release
    )
    assert "的成绩还没有审核通过，答卷须继续保存" in answer
    assert default_storage.exists(str(papers.file.name))
    assert ExamEvidence.objects.get(pk=papers.pk).destroyed_at is None


def test_a_double_click_packs_one_archive(
    station: Station, station_user: User, management_user: User, settings: LazySettings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    batch, noon = results.roster_batch(station, management_user, "林若溪"), results.exam_noon
    jobs: list[Job] = []

    def first() -> None:
        jobs.append(start_archive(batch=batch, actor=station_user, at=noon(batch)))

    def second() -> str:
        return str(start_archive(batch=batch, actor=station_user, at=noon(batch)).pk)

    assert behind(first, second) == str(jobs[0].pk)
    assert Job.objects.count() == 1
