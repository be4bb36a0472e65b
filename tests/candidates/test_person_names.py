"""Names as people type them: one spelling is stored, and what can't be a name is refused in words."""

import pytest
from django.test import Client

from accounts.names import clean_person_name, person_name_problem
from candidates.models import Candidate
from tests.candidates.name_cases import FOLDED, REFUSED
from tests.candidates.test_registration import ADDRESS, answers


def test_the_table_is_long_enough() -> None:
    assert len(FOLDED) + len(REFUSED) >= 60


@pytest.mark.parametrize(("typed", "stored"), FOLDED)
def test_a_name_has_one_spelling(typed: str, stored: str) -> None:
    assert clean_person_name(typed) == stored
    assert clean_person_name(stored) == stored
    assert person_name_problem(stored) is None


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_is_no_name_is_refused(typed: str, sentence: str) -> None:
    assert str(person_name_problem(clean_person_name(typed))) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["林" * 50, "\U00020bb7" * 50])
def test_fifty_characters_are_stored_however_rare(client: Client, name: str) -> None:
    assert client.post(ADDRESS, answers(name=name)).status_code == 302
    assert Candidate.objects.get().name == name


@pytest.mark.django_db
def test_fifty_one_are_too_many(client: Client) -> None:
    response = client.post(ADDRESS, answers(name="\U00020bb7" * 51))
    assert response.context["form"].errors["name"] == ["请控制在 50 字以内，现有 51 字。"]


@pytest.mark.django_db
def test_the_browser_does_not_cut_a_rare_name(client: Client) -> None:
    """A browser counts a rare character as two: the form leaves counting to the server."""
    field = client.get(ADDRESS).context["form"]["name"]
    assert "maxlength" not in str(field)
