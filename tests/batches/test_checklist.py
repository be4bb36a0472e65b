"""The checklist of an application: every rule of the submission, live, with the way to mend it."""

from datetime import date

import pytest

from accounts.models import User
from batches.checklist import RULES, Check, Verdict, checklist, how_many_open
from batches.models import Batch, BatchItem, PlanItem
from examiners.models import Examiner
from ostami.problems import Problem
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import Step, available_transitions, lifecycle_of, perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

DATE, STATION, CANDIDATES, CHOSEN, USABLE, MACHINES, PANELS, AVOIDANCE, ROTATION = range(9)


def checks(batch: Batch) -> list[Check]:
    return checklist(batch, actor=batch.station.organisation.users.get())


def verdicts(batch: Batch) -> list[Verdict]:
    return [check.verdict for check in checks(batch)]


def test_every_guard_of_the_submission_belongs_to_one_rule() -> None:
    """A guard that a floor above contributes has to be put into words here too."""
    named = [guard for rule in RULES for guard in rule.guards]
    assert len(named) == len(set(named))
    assert set(named) == set(lifecycle_of(Batch).guards_of("submit"))


def test_a_guard_without_a_rule_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch, full_draft: Batch
) -> None:
    def new_guard(step: Step[Batch]) -> list[Problem]:
        return [Problem(f"考试地点“{step.case.place}”未登记")]

    monkeypatch.setattr(lifecycle_of(Batch), "_added_guards", {"submit": [new_guard]})
    last = checks(full_draft)[-1]
    assert (last.rule.label, last.verdict) == ("其他要求", Verdict.TODO)


def test_a_complete_draft_meets_every_rule(full_draft: Batch) -> None:
    assert set(verdicts(full_draft)) == {Verdict.MET}


def test_before_a_plan_item_is_chosen_its_rules_wait(batch: Batch) -> None:
    found = checks(batch)
    assert found[CHOSEN].verdict == Verdict.TODO
    assert found[CHOSEN].findings[0].address == f"/batches/{batch.pk}/items/new/"
    later = [check.verdict for check in found[USABLE:]]
    assert set(later) == {Verdict.LATER}
    assert how_many_open(found) == 1


def test_a_date_too_near_leads_to_its_field(full_draft: Batch) -> None:
    Batch.objects.filter(pk=full_draft.pk).update(exam_date=date(2026, 6, 30))
    full_draft.refresh_from_db()
    found = checks(full_draft)[DATE]
    assert found.verdict == Verdict.TODO
    assert found.findings[0].address == f"/batches/{full_draft.pk}/edit/#id_exam_date"
    assert "请选择 2026-07-01 或以后的日期" in str(found.findings[0].problem)


def test_an_expired_licence_shows(station: Station, full_draft: Batch) -> None:
    Station.objects.filter(pk=station.pk).update(valid_from=date(2024, 1, 1), valid_to=date(2026, 5, 31))
    full_draft.station.refresh_from_db()
    assert verdicts(full_draft)[STATION] == Verdict.TODO


def test_a_plan_item_that_another_batch_took_leads_to_its_row(
    station: Station, full_draft: Batch, plan_item: PlanItem
) -> None:
    exam_item = full_draft.items.get()
    rival = exam.draft_batch(station, plan_item)
    BatchItem.objects.filter(batch=rival).update(taken=True)
    found = checks(full_draft)[USABLE]
    assert found.verdict == Verdict.TODO
    assert found.findings[0].address == f"/batches/{full_draft.pk}/#item-{exam_item.pk}"


def test_a_panel_too_small_leads_to_its_own_page(
    batch: Batch, plan_item: PlanItem, second_item: PlanItem, panel: list[Examiner]
) -> None:
    exam.batch_item(batch, plan_item, panel)
    small = exam.batch_item(batch, second_item, panel[:2])
    found = checks(batch)[PANELS]
    addresses = [finding.address for finding in found.findings]
    assert addresses == [f"/batches/{batch.pk}/items/{small.pk}/edit/"]


def test_a_missing_declaration_and_an_even_panel_wait_for_the_station(
    batch: Batch, plan_item: PlanItem, station: Station, turning: Trade
) -> None:
    item = exam.batch_item(batch, plan_item, exam.panel(station, turning, 4))
    BatchItem.objects.filter(pk=item.pk).update(avoidance_declared=False, panel_reason="")
    found = checks(batch)
    assert (found[AVOIDANCE].verdict, found[ROTATION].verdict) == (Verdict.TODO, Verdict.TODO)
    BatchItem.objects.filter(pk=item.pk).update(avoidance_named="张老师", panel_reason="人员有限")
    found = checks(batch)
    assert (found[AVOIDANCE].verdict, found[ROTATION].verdict) == (Verdict.HEED, Verdict.HEED)
    assert how_many_open(found) == 0


def test_the_list_agrees_with_the_button(
    batch: Batch, full_draft: Batch, station_user: User, plan_item: PlanItem, panel: list[Examiner]
) -> None:
    exam.batch_item(batch, plan_item, panel[:2])
    for case in (batch, full_draft):
        submit = next(
            one for one in available_transitions(case, station_user) if one.transition.name == "submit"
        )
        listed = [finding.problem for check in checks(case) if check.is_open for finding in check.findings]
        assert set(listed) == set(submit.problems)


def test_the_draft_page_shows_the_list_and_says_each_problem_once(
    login: Login, station_user: User, batch: Batch
) -> None:
    page = login(station_user).get(batch.get_absolute_url()).text
    assert "提交前核对" in page
    assert page.count("批次还没有选用计划项（服务指南 4.5.1-1）。") == 1
    assert "还有 1 项没有符合" in page
    assert "选用计划项后核对" in page


def test_who_only_reads_sees_no_list(login: Login, management_user: User, full_draft: Batch) -> None:
    login_of_station = full_draft.station.organisation.users.get()
    waiting = perform(full_draft, "submit", actor=login_of_station, at=exam.noon(exam.APPLIED_ON))
    assert "提交前核对" not in login(management_user).get(waiting.get_absolute_url()).text
