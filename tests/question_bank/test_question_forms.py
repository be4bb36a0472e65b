"""Writing questions by their forms."""

from typing import Any

import pytest

from accounts.models import User
from question_bank.kinds import QuestionKind
from question_bank.models import ItemStatus, Question
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import questions
from tests.factories.questions import to

K = QuestionKind


def typed(trade: Trade, **other: Any) -> dict[str, Any]:
    return {
        "pool": "exam",
        "trade": trade.pk,
        "level": 4,
        "knowledge_point": "切削用量",
        "difficulty": 3,
        "points": "2",
        "stem": "主轴转速的单位是？",
        **other,
    }


def filled(form: Any) -> dict[str, Any]:
    """Return what a browser sends of a form as it is shown."""
    shown = {name: form[name].value() for name, field in form.fields.items() if not field.disabled}
    return {name: getattr(value, "pk", value) for name, value in shown.items() if value is not None}


CHOICE = {"option_a": "r/min", "option_b": "mm"}
BY_KIND: dict[K, dict[str, Any]] = {
    K.SINGLE: {**CHOICE, "answer": "A"},
    K.MULTIPLE: {**CHOICE, "option_c": "转每分", "answer": ["A", "C"]},
    K.TRUE_FALSE: {"answer": "错"},
    K.FILL_IN: {"stem": "____和____", "answer": "甲|乙\r\n丙"},
    K.TERM: {"answer": "第一行\r\n第二行"},
    K.SHORT: {"answer": "要点"},
    K.ESSAY: {"answer": "要点"},
}
ANSWERS = {
    K.SINGLE: ("A",),
    K.MULTIPLE: ("A", "C"),
    K.TRUE_FALSE: ("错",),
    K.FILL_IN: ("甲|乙", "丙"),
    K.TERM: ("第一行\n第二行",),
    K.SHORT: ("要点",),
    K.ESSAY: ("要点",),
}


@pytest.mark.parametrize("kind", K)
def test_a_question_of_every_kind_is_written_and_changed_by_its_form(
    login: Login, writer: User, turning: Trade, kind: K
) -> None:
    client = login(writer)
    address = f"{to('question_new')}?kind={kind}"
    assert client.get(address).status_code == 200
    assert client.post(address, typed(turning, **BY_KIND[kind])).status_code == 302
    made = Question.objects.get()
    assert (made.kind, made.content.answer) == (kind, ANSWERS[kind])
    form = client.get(to("question_edit", made.pk)).context["form"]
    sent = {**filled(form), "explanation": "解析"}
    assert client.post(to("question_edit", made.pk), sent).status_code == 302
    made.refresh_from_db()
    assert (made.content.answer, made.content.explanation) == (ANSWERS[kind], "解析")


def test_the_kind_is_chosen_first(login: Login, writer: User) -> None:
    page = login(writer).get(to("question_new")).content.decode()
    assert all(f'href="?kind={kind}"' in page for kind in K)


def test_a_gap_in_the_options_is_named_and_what_was_typed_is_kept(
    login: Login, writer: User, turning: Trade
) -> None:
    sent = typed(turning, option_a="甲", option_c="丙", answer="C")
    answer = login(writer).post(f"{to('question_new')}?kind=single", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert answer.context["form"].errors == {"option_a": ["选项 B 没有内容。选项须连续填写。"]}
    assert "主轴转速的单位是？" in page
    assert not Question.objects.exists()


def test_what_is_missing_is_told_once(login: Login, writer: User, turning: Trade) -> None:
    answer = login(writer).post(f"{to('question_new')}?kind=multiple", typed(turning, **CHOICE))
    assert answer.context["form"].errors == {"answer": ["请给出答案。"]}


def test_a_question_that_the_bank_holds_is_stored_once_that_is_confirmed(
    login: Login, writer: User, turning: Trade
) -> None:
    client, address = login(writer), f"{to('question_new')}?kind=single"
    sent = typed(turning, **BY_KIND[K.SINGLE])
    client.post(address, sent)
    first = Question.objects.get()
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert first.get_absolute_url() in refused.content.decode()
    assert client.post(address, {**sent, "same_again": "on"}).status_code == 302
    assert Question.objects.count() == 2


def test_a_new_version_is_begun_from_the_page(login: Login, writer: User, secret: Question) -> None:
    client = login(writer)
    assert to("question_version", secret.pk) in client.get(secret.get_absolute_url()).content.decode()
    assert client.post(to("question_version", secret.pk)).status_code == 302
    draft = secret.superseded_by
    form = client.get(to("question_edit", draft.pk)).context["form"]
    assert [name for name, field in form.fields.items() if field.disabled] == ["pool", "trade", "level"]
    sent = {**filled(form), "points": "3"}
    assert client.post(to("question_edit", draft.pk), sent).status_code == 302
    assert "第 2 版" in client.get(secret.get_absolute_url()).content.decode()


def test_what_can_not_be_changed_shows_no_form(login: Login, writer: User, secret: Question) -> None:
    answer = login(writer).get(to("question_edit", secret.pk))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "不能修改" in page
    assert "绝密" not in page


def test_a_draft_is_deleted_after_asking(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    made = questions.question(station.organisation, turning, status=ItemStatus.DRAFT)
    client, address = login(writer), to("question_discard", made.pk)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert not Question.objects.exists()
