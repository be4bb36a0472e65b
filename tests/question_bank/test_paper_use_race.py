"""Papers put, taken away and signed for at the same instant."""

import pytest

from accounts.models import User
from batches.models import BatchItem
from exams.services.papers import name_keepers, sign_paper
from ostami import clock
from ostami.problems import BlockedError
from question_bank.models import Paper, PaperUse
from question_bank.services.paper_uploads import paper_from_workbook
from question_bank.services.paper_uses import stop_using, use_paper
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import people, results, sealed_papers
from tests.factories.batch_papers import item_of, paper
from tests.factories.question_books import book, row
from tests.question_bank.conftest import Frozen
from tests.rivals import at_once, behind
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PASSWORD = people.PASSWORD


@pytest.fixture
def item(station: Station, management_user: User, turning: Trade) -> BatchItem:
    return item_of(station, management_user, turning)


def put(item: BatchItem, chosen: Paper, actor: User) -> str:
    try:
        use_paper(item=item, paper=chosen, actor=actor, at=clock.now())
    except BlockedError as blocked:
        return str(blocked.problems[0].text)
    return "put"


def test_of_two_people_who_put_papers_at_once_the_second_reads_of_the_first(
    item: BatchItem, writer: User, checker: User
) -> None:
    rivals = [(paper(actor, item), actor) for actor in (writer, checker)]
    answers = at_once(lambda rival: put(item, *rival), rivals)
    assert answers[0] == "put"
    assert f"已选用{PaperUse.objects.get().paper}" in answers[1]
    assert verify() == []


def test_one_paper_does_not_come_to_two_days_at_once(
    item: BatchItem, station: Station, management_user: User, writer: User, turning: Trade
) -> None:
    later = item_of(station, management_user, turning, exam_date=results.ISSUED_ON)
    chosen = paper(writer, item)
    answers = at_once(lambda one: put(one, chosen, writer), [item, later])
    assert answers[0] == "put"
    assert "一份试卷只能用于同一天的考试" in answers[1]
    assert PaperUse.objects.count() == 1


def test_a_paper_that_is_being_signed_for_is_not_taken_away(
    station: Station, management_user: User, writer: User, turning: Trade, clock_at: Frozen
) -> None:
    batch = results.roster_batch(station, management_user, "林若溪", trade=turning)
    use = sealed_papers.use_of(batch)
    name_keepers(station=station, users=[writer], actor=writer, at=clock.now())
    clock_at.move_to(results.exam_noon(batch))

    def taken_away() -> str:
        try:
            stop_using(use=use, actor=management_user, at=clock.now())
        except BlockedError as blocked:
            return str(blocked)
        return "taken away"

    told = behind(lambda: sign_paper(use=use, password=PASSWORD, actor=writer, at=clock.now()), taken_away)
    assert "已有人员签收，不能更换或取消" in told
    assert use.receipts.count() == 1
    assert verify() == []


def test_one_workbook_sent_twice_at_once_stores_its_questions_once(writer: User, turning: Trade) -> None:
    content = book(row(), row())

    def send(_: int) -> str:
        made = paper_from_workbook(
            actor=writer,
            trade=turning,
            level=Level.FOUR,
            minutes=90,
            content=content,
            versions=1,
            at=clock.now(),
        )
        return str(sorted(made.questions.values_list("question", flat=True)))

    answers = at_once(send, [1, 2])
    assert answers[0] == answers[1]
    assert verify() == []
