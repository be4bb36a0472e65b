"""Every page × role × state: axe, themes, sizes, 320 px, weight and links.

The pages are got once from the access table's world (by whichever worker comes first), and those that look
alike are looked at once.
"""

import fcntl
import os
import pickle
from dataclasses import dataclass

import pytest
import time_machine
from playwright.sync_api import Browser

from accounts.models import User
from stations.models import Station
from tests.access.world import TODAY, build
from tests.browser import pages
from tests.browser.axe import Eyes
from tests.browser.links import Asked, faults_of, followed
from tests.browser.pages import Seen
from tests.browser.skeletons import distinct
from tests.browser.stage import Stage
from tests.browser.weights import REQUESTS, WEIGHT, first_view

PARTS = 4


@dataclass(frozen=True)
class Portal:
    """What people got, and what answered at the links of it."""

    pages: list[Seen]
    answers: dict[Asked, int]


@pytest.fixture
def staff(management_user: User, branch_user: User, centre_user: User) -> dict[str, User]:
    return {"management": management_user, "branch": branch_user, "centre": centre_user}


def _got(station: Station, other_station: Station, staff: dict[str, User]) -> Portal:
    own = station.organisation.users.get()
    with time_machine.travel(TODAY, tick=False):
        got = [*pages.without_rows({**staff, "station": own, "visitor": None})]
        world = build(station, other_station, staff)
        got += pages.in_full(world)
        got += [*pages.finding_nothing(got, world), *pages.refused(got, world)]
        got += pages.errors(world.actors)
        return Portal(got, followed(got, world))


@pytest.fixture
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Portal:
    """What was got, by this worker or by the first."""
    own = tmp_path_factory.getbasetemp()
    kept = (own if worker_id == "master" else own.parent) / "every_page.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            needed = (request.getfixturevalue(name) for name in ("station", "other_station", "staff"))
            kept.write_bytes(pickle.dumps(_got(*needed)))
        got: Portal = pickle.loads(kept.read_bytes())  # noqa: S301  # written a moment ago, by this test
        return got


def said(faults: list[str]) -> str:
    """Return every fault in full, which pytest's own comparison would cut."""
    return "\n".join(["", *faults])


@pytest.mark.skipif(
    not os.environ.get("EVERY_PAGE"), reason="takes a quarter of an hour: EVERY_PAGE=1 asks for it"
)
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_read_every_page(portal: Portal, chromium: Browser, part: int) -> None:
    """Nothing for axe to find in any theme or size, nothing to scroll sideways at 320 px."""
    eyes = Eyes(Stage(chromium))
    faults = []
    for page in distinct(portal.pages)[part::PARTS]:
        eyes.stage.show(page)
        faults += [f"{page}: {fault}" for fault in eyes.faults()]
    eyes.stage.context.close()
    assert not faults, said(faults)


def test_no_first_view_is_heavy(portal: Portal) -> None:
    faults = [
        f"{page}: {weight} bytes in {requests} requests"
        for page in portal.pages
        for weight, requests in [first_view(page)]
        if weight > WEIGHT or requests > REQUESTS
    ]
    assert not faults, said(faults)


def test_every_link_answers_to_whom_it_is_shown(portal: Portal) -> None:
    seen_on: dict[str, list[Seen]] = {}
    for page in portal.pages:
        for fault in faults_of(page, portal.answers):
            seen_on.setdefault(fault, []).append(page)
    faults = [f"{fault}: {seen[0]}, {len(seen)} pages in all" for fault, seen in seen_on.items()]
    assert not faults, said(faults)
