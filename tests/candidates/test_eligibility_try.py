"""Anybody can see whether they could enrol, without an account and without leaving a trace."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from candidates.eligibility.clauses import BirthYears
from candidates.eligibility_data.loading import load_clauses, load_windows, read_clauses
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

ADDRESS = "/candidates/eligibility/try/"
TURNER = {
    "level": "4",
    "candidate_type": "in_service",
    "exam_day": "2026-09-01",
    "birth_date": "1990-05-05",
    "work_since": "2021-09",
    "work_relation": "same",
}
PUPIL = {
    "level": "4",
    "candidate_type": "student",
    "exam_day": "2026-09-01",
    "birth_date": "2008-05-05",
    "education": "vocational",
    "entered_on": "2024-09",
    "training_hours": "399",
}


@pytest.fixture(autouse=True)
def _rules() -> None:
    load_clauses(rows=read_clauses(Path(settings.FIXTURE_DIR) / "eligibility_clauses.csv"))
    load_windows(rows=[BirthYears(2026, 4, 2007, 2011)])


def test_a_worker_sees_the_clause_that_is_met(client: Client) -> None:
    page = client.post(ADDRESS, TURNER).content.decode()
    assert "四级申报条件第 1 条" in page
    assert "从事工作自 2021-09-01 起累计，到考试日 2026-09-01 满 5 年，须满 5 年。" in page


def test_a_student_sees_what_fails(client: Client) -> None:
    page = client.post(ADDRESS, PUPIL).content.decode()
    assert "经本校正规培训 399 学时，须达到 400 学时。" in page


def test_nothing_is_kept(client: Client) -> None:
    events = AuditEvent.objects.count()
    response = client.post(ADDRESS, TURNER)
    assert "no-store" in response["Cache-Control"]
    assert (AuditEvent.objects.count(), Session.objects.count()) == (events, 0)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"level": ""}, "请选择申报等级。"),
        ({"candidate_type": "teacher"}, "请从列表中选择考生类型。"),
        ({"exam_day": "2023-12-31"}, "请填写 2024 年至 2029 年的考试日期。"),
        ({"exam_day": "9999-12-31"}, "请填写 2024 年至 2029 年的考试日期。"),
        ({"birth_date": "2026-08-02"}, "出生日期须在 1920 年以后、不晚于今天，请核对。"),
        ({"training_hours": "很多"}, "培训学时为 0 至 9999 的整数。"),
        ({"work_since": "去年"}, "请按“年-月”填写，如 2023-09。"),
        ({"prior_issued_on": "2020-13-01"}, "证书取得日期不是有效的日期"),
    ],
)
def test_what_cannot_be_judged_is_told_and_kept(client: Client, facts: dict[str, str], words: str) -> None:
    response = client.post(ADDRESS, {**TURNER, **facts})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'value="2021-09"' in page or "work_since" in facts
