"""Whoever owns a paper looks at its parts before it is sealed, on the record; nobody else does."""

import pytest
from django.test import Client

from accounts.models import User
from ostami.downloads import PDF
from question_bank.models import Paper, PaperStatus
from question_bank.paper_kinds import PaperPart
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import pdf_pages, squeezed
from tests.factories.papers import composed_paper, task_paper
from tests.factories.questions import to
from workflow.audit import history_of


@pytest.fixture
def paper(station: Station, turning: Trade) -> Paper:
    """A draft in versions A and B."""
    return composed_paper(station.organisation, turning)


def looks_at(case: object) -> list[tuple[str, User | None]]:
    found = history_of(case).filter(action="look").order_by("pk")  # type: ignore[arg-type]
    return [(event.sentence, event.actor) for event in found]


@pytest.mark.parametrize("part", [*PaperPart])
def test_every_part_opens_with_who_looks_on_every_page(
    login: Login, writer: User, paper: Paper, part: PaperPart
) -> None:
    answer = login(writer).get(to("paper_preview", paper.pk, part))

    assert (answer.status_code, answer["Content-Type"]) == (200, PDF)
    for page in pdf_pages(answer.content):
        assert f"{squeezed(str(writer))}2026-08-0112:00内部预览，不得外传" in squeezed(page)
        assert "预览" in page


def test_the_file_s_name_tells_nothing_of_its_words(login: Login, writer: User, paper: Paper) -> None:
    answer = login(writer).get(to("paper_preview", paper.pk, PaperPart.PAPER_A))

    assert f"{paper.pk}" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_a_look_is_recorded_once_a_person_and_day_at_paper_and_questions(
    login: Login, writer: User, checker: User, paper: Paper
) -> None:
    for person in (writer, checker):
        for part in (PaperPart.PAPER_A, PaperPart.ANSWERS_A):
            login(person).get(to("paper_preview", paper.pk, part))

    assert looks_at(paper) == [("查看了试卷内容", writer), ("查看了试卷内容", checker)]
    for row in paper.questions.select_related("question"):
        assert looks_at(row.question) == [("查看了试题内容", writer), ("查看了试题内容", checker)]


def test_a_look_at_a_practical_paper_is_one_at_its_task(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    paper = task_paper(station.organisation, turning)

    login(writer).get(to("paper_preview", paper.pk, PaperPart.PAPER_A))

    assert looks_at(paper.task) == [("查看了试题内容", writer)]


def test_a_part_that_the_paper_does_not_have_is_not_found(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    paper = task_paper(station.organisation, turning)

    for part in (PaperPart.PAPER_B, PaperPart.ANSWERS_A, "x"):
        assert login(writer).get(to("paper_preview", paper.pk, part)).status_code == 404
    assert not looks_at(paper)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (PaperStatus.SEALED, "已封存，不能在平台上查看内容（服务指南 4.5.1-6）。请由考试站指定的签收人"),
        (PaperStatus.WITHDRAWN, "已撤回，不能再查看内容。"),
    ],
)
def test_a_paper_that_is_sealed_or_withdrawn_opens_for_nobody(
    login: Login, writer: User, station: Station, turning: Trade, status: PaperStatus, reason: str
) -> None:
    paper = composed_paper(station.organisation, turning, status=status)

    answer = login(writer).get(to("paper_preview", paper.pk, PaperPart.PAPER_A))

    assert answer.status_code == 302
    assert answer["Location"] == paper.get_absolute_url()
    assert reason in _told(login(writer))
    assert not looks_at(paper)


def _told(client: Client) -> str:
    """Return what the next page tells."""
    return client.get(to("blueprints")).content.decode()


def test_management_and_centre_do_not_read_a_station_s_paper(
    login: Login, management_user: User, centre_user: User, paper: Paper
) -> None:
    for person in (management_user, centre_user):
        answer = login(person).get(to("paper_preview", paper.pk, PaperPart.PAPER_A))
        assert answer.status_code == 403
        assert "封存前只有所属机构的人员可以查看内容" in answer.content.decode()
    assert not looks_at(paper)


def test_another_station_finds_no_paper(login: Login, other_station_user: User, paper: Paper) -> None:
    answer = login(other_station_user).get(to("paper_preview", paper.pk, PaperPart.PAPER_A))

    assert answer.status_code == 404
