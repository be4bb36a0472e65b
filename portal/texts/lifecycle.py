"""Life cycle of a public text: a draft is published, taken down, and published again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.rights import Perm
from ostami.problems import Problem
from portal.models import PublicText, TextStatus
from workflow import audit
from workflow.lifecycle import Step, Transition, Words, register


@dataclass(frozen=True, slots=True)
class Showing:
    """How a notice is shown: from 0:00 of a day to the end of another, and whether on top of the others."""

    shown_from: date
    shown_until: date | None = None
    pinned: bool = False


def something_new(step: Step[PublicText]) -> Iterator[Problem]:
    """Of a page the public has to read something else than before; a notice may get other days alone."""
    case = step.case
    if case.status == TextStatus.PUBLISHED and not case.is_notice and not case.has_unpublished:
        yield Problem("公开的已是最新版本", remedy="请先修改并保存")


def seen_version(step: Step[PublicText]) -> Iterator[Problem]:
    """What is published is what the page showed."""
    seen = step.data.get("seen")
    if seen is not None and seen != step.case.latest_number:
        latest = step.case.latest
        text = f"{latest.writer}刚保存了第 {latest.number} 版，您看到的是第 {seen} 版"
        yield Problem(text, remedy="请返回看过新版本后再公开")


def days_ahead(step: Step[PublicText]) -> Iterator[Problem]:
    """A notice's last day isn't over, nor before its first."""
    showing: Showing | None = step.data.get("showing")
    last = showing.shown_until if showing else None
    if showing is None or last is None:
        return
    if last < showing.shown_from:
        yield Problem("最后一天早于公开日期", remedy="请核对两个日期", field="shown_until")
    elif last < step.day:
        yield Problem(f"最后一天 {last} 已过", remedy="请改为今天或以后，或留空", field="shown_until")


def show(step: Step[PublicText]) -> None:
    """Let the public read the newest version, a notice from its day on."""
    case = step.case
    case.published_number = case.latest_number
    words = f"公开第 {case.latest_number} 版"
    if case.is_notice:
        showing = step.data.get("showing") or Showing(case.shown_from or step.day)
        case.shown_from, case.shown_until = showing.shown_from, showing.shown_until
        case.pinned = showing.pinned
        until = f"，至 {showing.shown_until}" if showing.shown_until else ""
        words = f"{words}，{showing.shown_from} 起{until}{'，置顶' if showing.pinned else ''}"
    audit.record(case, action="show", sentence=words, actor=step.actor, at=step.at)


register(
    PublicText,
    Transition(
        "publish",
        "公开",
        "公开了",
        frozenset(TextStatus),
        TextStatus.PUBLISHED,
        Perm.TEXTS_EDIT,
        warning="公开后任何人不用登录都能看到，请核对内容，不要写入个人的电话和证件号码。",
        hidden_unless=(something_new,),
        guards=(seen_version, days_ahead),
        changes=(show,),
    ),
    Transition(
        "withdraw",
        "撤下",
        "撤下了",
        frozenset({TextStatus.PUBLISHED}),
        TextStatus.WITHDRAWN,
        Perm.TEXTS_EDIT,
        words=Words.REQUIRED,
        words_label="撤下的原因",
        warning="撤下后公众立即看不到正文和附件；各个版本都保留，可以再次公开。",
        main=False,
    ),
)
