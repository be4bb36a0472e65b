"""The ledger of blank certificates of the management station, with a destruction that waits."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from batches.models import Batch
from certificates.blanks.destroying import ask_to_destroy
from certificates.blanks.forms import DestroyForm, EntryForm
from certificates.blanks.writing import enter
from certificates.models import BlankMove
from ostami import clock
from portal.practice.days import Journey
from portal.practice.exam_scenes import batch_of
from portal.practice.forms import filled, typed
from portal.practice.scenes import Scene
from portal.practice.station_desk import Desk
from scope_catalog.choices import Scheme

# How many blanks came in; of the second kind so few that the ledger asks for more.
RECEIVED = {Scheme.ABILITY: 120, Scheme.SKILL_LEVEL: 40}
HEADS = {Scheme.ABILITY: "YLA", Scheme.SKILL_LEVEL: "YLJ"}
SPARE, SMUDGED = "预备 1 张，防打印错位。", "打印错位，作废。"
DESTROYED = "打印错位的作废证书 1 张，碎纸销毁。"
STOCKED, ASKED = -70, -1


def stock_story(desk: Desk, *, today: date) -> Journey:
    """Take blanks of both kinds in."""
    yield today + timedelta(STOCKED)
    for scheme, count in RECEIVED.items():
        _enter(desk.management, BlankMove.RECEIVED, scheme, 1, count)


def printed_story(desk: Desk, scene: Scene, people: int, *, today: date, spoiled: int = 0) -> Journey:
    """Hand blanks out for a batch's certificates the day after their issue, and print them."""
    yield today + timedelta(scene.certified + 1)
    batch = batch_of(desk, scene, today=today)
    scheme, count = Scheme(batch.scheme), people + spoiled
    note = {"note": SPARE} if spoiled else {}
    _enter(desk.management, BlankMove.HANDED_OUT, scheme, 1, count, batch=batch, **note)
    _enter(desk.management, BlankMove.PRINTED, scheme, 1, people, batch=batch)
    if spoiled:
        _enter(desk.management, BlankMove.SPOILED, scheme, people + 1, count, batch=batch, note=SMUDGED)


def destruction_story(desk: Desk, witness: User, spoiled: int, *, today: date) -> Journey:
    """Ask that the spoiled blank number `spoiled` be destroyed; the witness hasn't confirmed."""
    yield today + timedelta(ASKED)
    facts = _range(Scheme.ABILITY, spoiled, spoiled)
    form = filled(
        DestroyForm(typed({**facts, "witness": witness.pk, "note": DESTROYED}), actor=desk.management)
    )
    ask_to_destroy(
        move=form.move_asked(),
        witness=form.cleaned_data["witness"],
        actor=desk.management,
        at=clock.now(),
    )


def _enter(
    actor: User,
    move: BlankMove,
    scheme: Scheme,
    first: int,
    last: int,
    *,
    batch: Batch | None = None,
    note: str = "",
) -> None:
    facts = {**_range(scheme, first, last), "move": move.value, "note": note}
    facts["batch"] = batch.pk if batch else ""
    enter(move=filled(EntryForm(typed(facts), actor=actor)).move_asked(), actor=actor, at=clock.now())


def _range(scheme: Scheme, first: int, last: int) -> dict[str, Any]:
    head = HEADS[scheme]
    return {
        "scheme": scheme.value,
        "count": last - first + 1,
        "first_serial": f"{head}{first:05d}",
        "last_serial": f"{head}{last:05d}",
    }
