"""A certified batch: two passed, one failed, one was absent."""

from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from stations.models import Station
from tests.factories import results

PEOPLE: dict[str, tuple[str | None, str | None]] = {
    "林若溪": ("85", "92.5"),
    "陈一鸣": ("59.5", "100"),
    "买买提·艾力": ("60", "60"),
    "赵缺席": (None, "95"),
}


@pytest.fixture(autouse=True)
def _nobody_guessed_yet() -> None:
    cache.clear()


@pytest.fixture
def batch(station: Station, management_user: User, centre_user: User) -> Batch:
    return results.certified_batch(station, management_user, centre_user, PEOPLE)


@pytest.fixture
def approved(station: Station, management_user: User) -> Batch:
    """A batch whose results are approved, without certificates yet."""
    return results.approved(station, management_user, PEOPLE)


@pytest.fixture
def other_batch(other_station: Station, management_user: User, centre_user: User) -> Batch:
    return results.certified_batch(other_station, management_user, centre_user, {"邻站考生": ("90", "90")})


@pytest.fixture
def certificate(batch: Batch) -> Certificate:
    """林若溪's."""
    return Certificate.objects.get(enrolment__batch=batch, holder_name="林若溪")


@pytest.fixture
def facts(certificate: Certificate) -> dict[str, str]:
    """What 林若溪 knows."""
    return {"name": "林若溪", "document_number": certificate.document_number, "number": certificate.number}


@pytest.fixture
def run_jobs(django_capture_on_commit_callbacks: Any) -> Any:
    """Run what was put off until the commit: `with run_jobs(): client.post(...)`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
