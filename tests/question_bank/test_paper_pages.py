"""Pages on which papers are composed and changed."""

import pytest
from django.test import Client

from accounts.models import User
from ostami import clock
from question_bank.kinds import QuestionKind
from question_bank.models import Blueprint, Paper, PaperStatus, Question
from question_bank.services.papers import compose_paper
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import papers, questions, tasks
from tests.factories.questions import to
from workflow.audit import history_of

SINGLE = QuestionKind.SINGLE


@pytest.fixture
def browser(login: Login, writer: User) -> Client:
    return login(writer)


@pytest.fixture
def plan(station: Station, turning: Trade, writer: User) -> Blueprint:
    papers.bank(station.organisation, turning, counts={SINGLE: 5})
    return papers.blueprint(writer, turning, counts={SINGLE: 2})


@pytest.fixture
def paper(plan: Blueprint, writer: User) -> Paper:
    return compose_paper(blueprint=plan, actor=writer, at=clock.now())


def keys(paper: Paper) -> list[int]:
    return list(paper.questions.values_list("question", flat=True))


def looks(question: Question) -> int:
    return history_of(question).filter(action="look").count()


def test_a_paper_is_composed_on_one_page(browser: Client, plan: Blueprint, other_station: Station) -> None:
    shown = browser.get(to("paper_new"), {"blueprint": plan.pk}).text
    assert f'<option value="{plan.pk}" selected>' in shown
    assert "（2 题，10 分）" in shown
    answer = browser.post(
        to("paper_new"), {"blueprint": plan.pk, "versions": 1, "seed": "2026-春"}, follow=True
    )
    made = Paper.objects.get()
    assert (made.versions, made.drawn["seed"]) == (1, "2026-春")
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert f"{made}已组成，共 2 题，10 分。" in answer.text


def test_only_the_own_blueprints_are_offered(
    login: Login, plan: Blueprint, management_user: User, turning: Trade
) -> None:
    own = papers.blueprint(management_user, turning)
    client = login(management_user)
    shown = client.get(to("paper_new")).text
    assert f'<option value="{own.pk}">' in shown
    assert f'<option value="{plan.pk}">' not in shown
    answer = client.post(to("paper_new"), {"blueprint": plan.pk, "versions": 2})
    assert answer.status_code == 422
    assert "没有这个组卷方案" in answer.text


def test_an_empty_bank_is_told_at_the_form(browser: Client, writer: User, turning: Trade) -> None:
    plan = papers.blueprint(writer, turning)
    answer = browser.post(to("paper_new"), {"blueprint": plan.pk, "versions": 2, "seed": "留着"})
    assert answer.status_code == 422
    assert "没有这个组卷方案可用的试题" in answer.text
    assert 'value="留着"' in answer.text


def test_a_practical_paper_is_made_of_an_active_task(
    browser: Client, writer: User, checker: User, turning: Trade
) -> None:
    waiting = tasks.task(writer, turning)
    assert "还没有已启用的实操试题" in browser.get(to("paper_from_task")).text
    task = tasks.task(writer, turning, checker=checker)
    assert (
        f'<option value="{task.pk}" selected>' in browser.get(to("paper_from_task"), {"task": task.pk}).text
    )
    assert browser.post(to("paper_from_task"), {"task": waiting.pk}).status_code == 422
    answer = browser.post(to("paper_from_task"), {"task": task.pk})
    assert answer.headers["Location"] == Paper.objects.get().get_absolute_url()


def test_order_and_points_are_typed_on_one_page(browser: Client, paper: Paper) -> None:
    one, two = keys(paper)
    address = to("paper_edit", paper.pk)
    shown = browser.get(address).text
    assert "全卷共 2 题，10 分" in shown
    typed = {f"place_{one}": "2", f"points_{one}": "7.5", f"place_{two}": "１", f"points_{two}": ""}
    answer = browser.post(address, typed, follow=True)
    assert "已保存，全卷共 12.5 分。" in answer.text
    assert keys(paper) == [two, one]
    browser.post(address, {"each_single": "50"})
    assert paper.points == 100


def test_wrong_points_are_told_at_their_field_and_kept(browser: Client, paper: Paper) -> None:
    one, _ = keys(paper)
    answer = browser.post(to("paper_edit", paper.pk), {f"points_{one}": "0.3", f"place_{one}": "x"})
    assert answer.status_code == 422
    assert "第 1 题的分值：分值须在 0.5–100 之间，以 0.5 为单位" in answer.text
    assert "第 1 题的新题号：题号须为 1 至 999 的整数。" in answer.text
    assert 'value="0.3"' in answer.text


def test_a_question_is_swapped_for_a_chosen_one_or_by_chance(browser: Client, paper: Paper) -> None:
    one, two = keys(paper)
    other = Question.objects.exclude(pk__in=[one, two]).order_by("pk")[0]
    address = to("paper_swap", paper.pk, one)
    shown = browser.get(address).text
    assert other.content.stem in shown
    assert f'id="choice-{two}"' not in shown
    assert looks(other) == 1
    answer = browser.post(address, {}, follow=True)
    assert "请选择一道试题" in answer.text
    browser.post(address, {"by": other.pk})
    assert keys(paper) == [other.pk, two]
    assert browser.post(address, {"random": "1"}).status_code == 404
    answer = browser.post(to("paper_swap", paper.pk, two), {"random": "1"}, follow=True)
    assert "第 2 题已更换。" in answer.text
    assert keys(paper)[1] not in {two, other.pk}


def test_a_bank_without_another_question_says_so(
    browser: Client, paper: Paper, plan: Blueprint, writer: User
) -> None:
    compose_paper(blueprint=plan, actor=writer, at=clock.now())
    one, _ = keys(paper)
    last = Question.objects.filter(papers=None).get()
    browser.post(to("paper_add", paper.pk), {"questions": [last.pk]})
    shown = browser.get(to("paper_swap", paper.pk, one)).text
    assert "另有 2 题在相邻的 3 份试卷中用过" in shown
    assert 'type="radio"' not in shown
    answer = browser.post(to("paper_swap", paper.pk, one), {"random": "1"})
    assert answer.status_code == 422
    assert "没有可以更换的同题型试题" in answer.text


def test_questions_are_found_by_kind_and_added(
    browser: Client, paper: Paper, station: Station, turning: Trade
) -> None:
    essay = questions.question(station.organisation, turning, kind=QuestionKind.ESSAY, knowledge_point="编程")
    address = to("paper_add", paper.pk)
    for asked in ({"kind": "essay"}, {"point": "编"}):
        shown = browser.get(address, asked).text
        assert shown.count('name="questions"') == 1
        assert essay.content.stem in shown
    assert "没有符合条件的可用试题" in browser.get(address, {"difficulty": "5", "kind": "essay"}).text
    answer = browser.post(address, {"questions": [essay.pk]}, follow=True)
    assert "已添加 1 题" in answer.text
    assert keys(paper)[2] == essay.pk
    assert "请勾选要添加的试题" in browser.post(address, {}).text


def test_removing_a_question_is_asked_first(browser: Client, paper: Paper) -> None:
    one, two = keys(paper)
    address = to("paper_remove", paper.pk, one)
    assert "移除第 1 题" in browser.get(address).text
    assert keys(paper) == [one, two]
    browser.post(address)
    assert keys(paper) == [two]
    assert browser.get(address).status_code == 404


def test_discarding_is_asked_first(browser: Client, paper: Paper) -> None:
    address = to("paper_discard", paper.pk)
    assert "不能恢复" in browser.get(address).text
    assert Paper.objects.exists()
    answer = browser.post(address)
    assert answer.headers["Location"] == to("papers")
    assert not Paper.objects.exists()


def _addresses(paper: Paper) -> list[str]:
    one = keys(paper)[0]
    pages = [to(name, paper.pk) for name in ("paper_edit", "paper_add", "paper_discard")]
    return [*pages, *(to(name, paper.pk, one) for name in ("paper_swap", "paper_remove"))]


def test_others_are_told_why_and_see_no_words(
    login: Login, paper: Paper, checker: User, management_user: User, other_station_user: User
) -> None:
    stems = [row.content.stem for row in Question.objects.all()]
    before = keys(paper)
    for actor, status in ((checker, 409), (management_user, 409), (other_station_user, 404)):
        client = login(actor)
        for address in _addresses(paper):
            for answer in (client.get(address), client.post(address, {"random": "1"})):
                assert answer.status_code == status
                assert not any(stem in answer.text for stem in stems)
    assert keys(paper) == before


def test_a_handed_in_paper_opens_none_of_the_pages(
    browser: Client, paper: Paper, writer: User, checker: User
) -> None:
    papers.moved(paper, PaperStatus.SUBMITTED, author=writer, checker=checker)
    for address in _addresses(paper):
        answer = browser.get(address)
        assert answer.status_code == 409
        assert "待复核" in answer.text


def test_opening_the_questions_of_a_paper_is_recorded_once_a_day(browser: Client, paper: Paper) -> None:
    row = Question.objects.get(pk=keys(paper)[0])
    for _ in range(2):
        browser.get(to("paper_edit", paper.pk))
    assert looks(row) == 1
