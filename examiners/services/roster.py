"""What management and centre change on the roster of examiners; each act leaves a line with what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.invitations import close_login
from accounts.models import User
from accounts.names import clean_person_name, fold
from examiners.models import Examiner, ExaminerTrade, Grade
from examiners.rules.ending import not_endable
from examiners.services.changes import assign
from ostami.policy import EXAMINER_MAX_TRADES
from ostami.problems import Problem, refuse_if
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from workflow import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerFacts:
    """What the roster says about an examiner, as typed.

    Attributes:
        person_name: spaces and middle dots in any spelling.
        grade: examiner or senior examiner (guide 3.1).
        certificate_number: spaces, full-width forms and letter case make no difference.
        valid_from: first day of the appointment.
        valid_to: last day of the appointment, included.
        trades: one to three (guide 3.2), in the order of the form.
        phone: may be empty.
        email: where the examiner is reminded and invited; may be empty.
        taught_classes: the classes that the examiner teaches and so doesn't judge; may be empty.
    """

    person_name: str
    grade: str
    certificate_number: str
    valid_from: date
    valid_to: date
    trades: tuple[Trade, ...]
    phone: str = ""
    email: str = ""
    taught_classes: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the stored columns, spellings folded."""
        return {
            "person_name": clean_person_name(self.person_name),
            "grade": Grade(self.grade).value,
            "certificate_number": fold(self.certificate_number).upper(),
            "phone": fold(self.phone),
            "email": self.email,
            "taught_classes": self.taught_classes,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


@transaction.atomic
def register_examiner(
    *, station: Station, facts: ExaminerFacts, actor: User, sentence: str = "登记考评员"
) -> Examiner:
    """Enter an examiner into a station's roster; audited.

    Raises:
        BlockedError: the trades are none, too many or outside the station's scope (guide 3.2, 4.7-6), the
            certificate number is taken, or the dates are out of order.
    """
    # Whoever clicks twice waits here, and then reads that the certificate number is taken.
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    examiner = Examiner(station=station)
    refuse_if(_obstacles(examiner, facts, added=facts.trades))
    changes = _write(examiner, facts)
    audit.record(examiner, action="register", sentence=sentence, actor=actor, changes=changes)
    return examiner


@transaction.atomic
def change_examiner(*, examiner: Examiner, facts: ExaminerFacts, actor: User) -> Examiner:
    """Change what the roster says; trades that the station no longer may evaluate can stay, not be added.

    Raises:
        BlockedError: as `register_examiner`; or nothing would change.
    """
    examiner = locked_examiner(examiner)
    held = set(examiner.trades.all())
    added = tuple(trade for trade in facts.trades if trade not in held)
    refuse_if(_obstacles(examiner, facts, added=added))
    changes = _write(examiner, facts)
    if not changes:
        refuse_if([Problem("没有任何改动", remedy="请修改后再保存，或返回")])
    audit.record(examiner, action="change", sentence="修改考评员资料", actor=actor, changes=changes)
    return examiner


@transaction.atomic
def end_examiner(*, examiner: Examiner, ended_on: date, reason: str, actor: User, today: date) -> Examiner:
    """End an appointment: `ended_on` is the first day on which the examiner no longer judges; audited.

    The own login closes with it; an end that lies ahead closes it on its day, by `close_ended_logins`.

    Raises:
        BlockedError: the appointment has ended by `today`, or the day lies outside of it.
    """
    examiner = locked_examiner(examiner)
    refuse_if(not_endable(examiner, ended_on, today=today))
    old, examiner.ended_on = examiner.ended_on, ended_on
    examiner.save(update_fields=["ended_on"])
    if examiner.user is not None and ended_on <= today:
        close_login(examiner.user)
    audit.record(
        examiner,
        action="end",
        sentence="终止考评员资格",
        actor=actor,
        reason=reason,
        changes={"终止日期": (old, ended_on)},
    )
    return examiner


def locked_examiner(examiner: Examiner) -> Examiner:
    """Read an examiner again, locked until the transaction ends; panels may still name them meanwhile.

    A full lock would keep a batch's copy, which holds the station's chain, from naming the examiner, and the
    chain is what the holder of the lock needs next.
    """
    rows = Examiner.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("station__organisation").get(pk=examiner.pk)


def _write(examiner: Examiner, facts: ExaminerFacts) -> audit.Changes:
    """Store the facts and return what differed, under the names that people know."""
    changes = assign(examiner, facts.columns())
    examiner.save()
    return changes | replace_trades(examiner, facts.trades)


def enter_examiner(examiner: Examiner, *, trades: tuple[Trade, ...]) -> Examiner:
    """Store a new examiner with the trades, in their order."""
    examiner.save()
    _place(examiner, trades)
    return examiner


def replace_trades(examiner: Examiner, trades: tuple[Trade, ...]) -> dict[str, tuple[Any, Any]]:
    """Give a stored examiner these trades instead; return what differed, for the history."""
    held = _held(examiner)
    if set(held) == set(trades):
        return {}
    _place(examiner, trades)
    return {"工种": (_names(held), _names(trades))}


def _held(examiner: Examiner) -> list[Trade]:
    return [place.trade for place in examiner.trade_places.select_related("trade__occupation")]


def _place(examiner: Examiner, trades: tuple[Trade, ...]) -> None:
    examiner.trade_places.all().delete()
    ExaminerTrade.objects.bulk_create(
        ExaminerTrade(examiner=examiner, trade=trade, place=place)
        for place, trade in enumerate(trades, start=1)
    )


def _names(trades: "list[Trade] | tuple[Trade, ...]") -> str:
    return "、".join(trade.code_and_name for trade in trades)


def _obstacles(examiner: Examiner, facts: ExaminerFacts, *, added: tuple[Trade, ...]) -> Iterator[Problem]:
    columns = facts.columns()
    if not columns["person_name"]:
        yield Problem("还没有填写姓名", remedy="请填写考评员姓名", field="person_name")
    taken = Examiner.objects.filter(certificate_number=columns["certificate_number"]).exclude(pk=examiner.pk)
    if taken.exists():
        yield Problem(
            f"考评员证号“{columns['certificate_number']}”已登记给另一名考评员",
            remedy="请核对证号；每个证号只能登记一次",
            field="certificate_number",
        )
    if facts.valid_to < facts.valid_from:
        yield Problem(
            f"有效期至 {facts.valid_to} 早于有效期起 {facts.valid_from}",
            remedy="请核对证书上的日期",
            field="valid_to",
        )
    yield from _trade_count(facts.trades)
    yield from _out_of_scope(examiner.station, added)


def _trade_count(trades: tuple[Trade, ...]) -> Iterator[Problem]:
    if not trades:
        yield Problem("还没有选择工种", "3.2", f"请选择 1 至 {EXAMINER_MAX_TRADES} 个工种", "trades")
    if len(trades) > EXAMINER_MAX_TRADES:
        yield Problem(
            f"选了 {len(trades)} 个工种，每名考评员最多 {EXAMINER_MAX_TRADES} 个",
            "3.2",
            "请去掉多余的工种",
            "trades",
        )
    if len(set(trades)) < len(trades):
        yield Problem("同一个工种选了不止一次", "3.2", "请去掉重复的工种", "trades")


def _out_of_scope(station: Station, trades: tuple[Trade, ...]) -> Iterator[Problem]:
    granted = set(ScopeGrant.objects.live().filter(station=station).values_list("trade_id", flat=True))
    for trade in trades:
        if trade.pk not in granted:
            yield Problem(
                f"“{trade.code_and_name}”不在该考试站获批的评价范围内",
                "4.7-6",
                "请改选范围内的工种，或先授予评价范围",
                "trades",
            )
