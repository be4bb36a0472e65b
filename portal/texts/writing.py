"""Writing public texts: every saving adds a version, nothing that was written is lost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from documents.file_rows import stored_together
from exams.held import held
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError, Problem, refuse_if
from portal.models import PublicText, TextFile, TextKind, TextVersion
from portal.texts.attaching import MOST_FILES, cleaned, store_files
from portal.texts.rules import naming_problems
from stations.services.files import SentFile
from workflow import audit


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is written: words, and the files beside them.

    Attributes:
        body: Markdown.
        note: what was changed, for those who edit.
        kept: keys of the notice's present files that stay with it.
        files: files that are added.
    """

    title: str
    summary: str
    body: str
    note: str = ""
    kept: Collection[int] = ()
    files: Sequence[SentFile] = field(default=())


class RivalVersionError(BlockedError):
    """Somebody else saved a version meanwhile."""

    def __init__(self, version: TextVersion, *, base: int) -> None:
        self.version = version
        when = version.written_at.astimezone(SHANGHAI)
        text = f"{version.writer}已于 {when:%Y-%m-%d %H:%M} 保存了{version}，您是在第 {base} 版上修改的"
        remedy = "您填写的内容都在，请对照下面的差别，把需要的并入后再保存，保存后成为更新的一版"
        super().__init__([Problem(text, remedy=remedy)])


def new_notice(*, facts: TextFacts, actor: User, at: datetime) -> PublicText:
    """Write a notice, as a draft.

    Raises:
        PermissionDenied: the actor's role edits no texts.
        BlockedError: a file won't do, there are too many, or the body names rules that don't exist.
    """
    need(actor, Perm.TEXTS_EDIT)
    refuse_if(naming_problems(facts.body))
    clean = cleaned(facts.files)
    refuse_if(_too_many(len(clean)))
    with stored_together() as stored:
        text = PublicText.objects.create(kind=TextKind.NOTICE)
        add_version(text, facts, store_files(stored, text, clean, actor=actor, at=at), actor=actor, at=at)
        audit.record(text, action="write", sentence="起草了公告", actor=actor, at=at)
    return text


def write_version(*, text: PublicText, facts: TextFacts, base: int, actor: User, at: datetime) -> TextVersion:
    """Save a new version, which the public doesn't see until it is published.

    Args:
        text: what is edited.
        facts: what is written.
        base: the version that the writer began with.
        actor: who writes.
        at: when.

    Raises:
        Http404: the text isn't in the actor's scope.
        PermissionDenied: the actor's role edits no texts.
        RivalVersionError: somebody saved another version since `base`.
        BlockedError: nothing was changed, a file won't do, there are too many, or the body names rules that
            don't exist.
    """
    need(actor, Perm.TEXTS_EDIT)
    refuse_if(naming_problems(facts.body))
    clean = cleaned(facts.files)
    with stored_together() as stored:
        row = held(text, actor=actor, right=Perm.TEXTS_EDIT)
        if row.latest_number != base:
            raise RivalVersionError(row.latest, base=base)
        kept = list(row.latest.files.filter(pk__in=facts.kept))
        refuse_if(_too_many(len(kept) + len(clean)))
        if not clean and _same(row.latest, facts, kept):
            raise BlockedError([Problem("内容没有改动", remedy="请修改后再保存，或直接返回")])
        added = store_files(stored, row, clean, actor=actor, at=at)
        return _next(row, facts, [*kept, *added], actor=actor, at=at)


@transaction.atomic
def bring_back(*, text: PublicText, number: int, actor: User, at: datetime) -> TextVersion:
    """Write an older version anew, as the newest; what came between stays in the history.

    Raises:
        Http404: the text isn't in the actor's scope.
        PermissionDenied: the actor's role edits no texts.
        BlockedError: it is the newest already, or names rules that have gone.
    """
    row = held(text, actor=actor, right=Perm.TEXTS_EDIT)
    old = row.versions.get(number=number)
    refuse_if([Problem("这已经是最新版本")] if number == row.latest_number else [])
    refuse_if(naming_problems(old.body))
    facts = TextFacts(old.title, old.summary, old.body, f"恢复第 {number} 版")
    return _next(row, facts, list(old.files.all()), actor=actor, at=at)


def add_version(
    text: PublicText, facts: TextFacts, files: Sequence[TextFile], *, actor: User | None, at: datetime
) -> TextVersion:
    """Add a text's version `latest_number`, with its files."""
    version = TextVersion.objects.create(
        text=text,
        number=text.latest_number,
        title=facts.title,
        summary=facts.summary,
        body=facts.body,
        note=facts.note,
        written_by=actor,
        written_at=at,
    )
    version.files.set(files)
    return version


def _next(
    row: PublicText, facts: TextFacts, files: Sequence[TextFile], *, actor: User, at: datetime
) -> TextVersion:
    row = PublicText.objects.get(pk=row.pk)  # without the version that it remembers as its newest
    row.latest_number += 1
    row.save(update_fields=["latest_number"])
    version = add_version(row, facts, files, actor=actor, at=at)
    sentence = f"保存了{version}"
    audit.record(row, action="write", sentence=sentence, actor=actor, at=at, reason=facts.note)
    return version


def _same(latest: TextVersion, facts: TextFacts, kept: Sequence[TextFile]) -> bool:
    words = (latest.title, latest.summary, latest.body) == (facts.title, facts.summary, facts.body)
    return words and len(kept) == latest.files.count()


def _too_many(number: int) -> list[Problem]:
    if number <= MOST_FILES:
        return []
    text = f"附件最多 {MOST_FILES} 个，共有 {number} 个"
    return [Problem(text, remedy="请减少附件，或合并成一个文件", field="file")]
