"""The number on an admission ticket."""

import pytest

from batches.models import Batch
from candidates.models import Enrolment
from exams.seating.tickets import ticket_number


def _enrolment(sequence: int | None, number: str | None = "49284267-2026-003") -> Enrolment:
    return Enrolment(batch=Batch(number=number), sequence=sequence)


@pytest.mark.parametrize(
    ("sequence", "number"),
    [
        (1, "26726003001"),
        (99, "26726003099"),
        (999, "26726003999"),
        (1000, "267260031000"),
    ],
)
def test_number_is_made_of_station_year_batch_and_sequence(sequence: int, number: str) -> None:
    assert ticket_number(_enrolment(sequence)) == number


def test_numbers_of_one_batch_differ() -> None:
    numbers = {ticket_number(_enrolment(place)) for place in range(1, 1200)}
    assert len(numbers) == 1199


def test_a_form_that_was_never_handed_in_has_no_number() -> None:
    with pytest.raises(ValueError, match="handed in"):
        ticket_number(_enrolment(None))


def test_a_batch_without_number_gives_none() -> None:
    with pytest.raises(ValueError, match="numbered batch"):
        ticket_number(_enrolment(1, None))


def test_the_number_follows_the_real_batch(batch: Batch) -> None:
    first = batch.enrolments.get(sequence=1)
    assert batch.number == "49284901-2026-001"
    assert ticket_number(first) == "90126001001"
