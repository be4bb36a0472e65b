"""Versions: added, never changed, never lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from ostami.problems import BlockedError
from portal.models import PublicText, TextVersion
from portal.texts.writing import RivalVersionError, bring_back, new_notice, write_version
from tests.factories import texts
from workflow.audit import history_of, verify
from workflow.lifecycle import perform
from workflow.models import AppendOnlyError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


def edit(text: PublicText, actor: User, body: str, *, base: int, **more: Any) -> TextVersion:
    return write_version(text=text, facts=texts.facts(body=body, **more), base=base, actor=actor, at=AT)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.save(),
        lambda one: one.delete(),
        lambda one: TextVersion.objects.filter(pk=one.pk).update(body="别的"),
        lambda one: TextVersion.objects.filter(pk=one.pk).delete(),
    ],
)
def test_a_version_is_never_changed_or_deleted(
    change: Callable[[TextVersion], Any], management_user: User
) -> None:
    version = texts.draft(management_user).latest
    with pytest.raises(AppendOnlyError):
        change(version)
    assert TextVersion.objects.get().body == texts.BODY


def test_a_number_is_given_once(management_user: User) -> None:
    text = texts.draft(management_user)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.create(text=text, number=1, title="另一", body="另一", written_at=AT)


def test_saving_adds_a_version_and_leaves_the_public_one(management_user: User, centre_user: User) -> None:
    text = texts.published(management_user)
    second = edit(text, centre_user, "改过的正文", base=1, note="改期")
    text = PublicText.objects.get()
    assert (second.number, text.latest_number, text.published_number) == (2, 2, 1)
    assert second.written_by == centre_user
    assert text.versions.get(number=1).body == texts.BODY
    event = history_of(text).last()
    assert event is not None
    assert (event.sentence, event.reason) == ("保存了第 2 版", "改期")
    assert verify() == []


def test_nothing_changed_is_no_version(management_user: User) -> None:
    text = texts.draft(management_user)
    with pytest.raises(BlockedError, match="内容没有改动"):
        edit(text, management_user, texts.BODY, base=1)
    assert PublicText.objects.get().latest_number == 1


def test_the_second_writer_is_told_who_saved(management_user: User, centre_user: User) -> None:
    text = texts.draft(management_user)
    edit(text, centre_user, "中心的正文", base=1)
    with pytest.raises(RivalVersionError) as refused:
        edit(text, management_user, "管理站的正文", base=1)
    words = str(refused.value)
    assert "赵中心" in words
    assert "2026-09-01 10:00 保存了第 2 版，您是在第 1 版上修改的" in words
    assert TextVersion.objects.count() == 2


def test_an_older_version_is_brought_back_as_a_new_one(management_user: User) -> None:
    text = texts.draft(management_user, files=[texts.pdf()])
    edit(text, management_user, "第二版", base=1)
    third = bring_back(text=text, number=1, actor=management_user, at=AT)
    assert (third.number, third.body, third.note) == (3, texts.BODY, "恢复第 1 版")
    assert [file.name for file in third.files.all()] == ["报名表.pdf"]
    assert text.versions.get(number=2).files.count() == 0
    with pytest.raises(BlockedError, match="已经是最新版本"):
        bring_back(text=text, number=3, actor=management_user, at=AT)


@pytest.mark.parametrize("verb", ["new", "write", "back", "publish"])
def test_only_who_edits_texts_writes(verb: str, management_user: User, station_user: User) -> None:
    text = texts.draft(management_user)
    acts: dict[str, Callable[[], object]] = {
        "new": lambda: new_notice(facts=texts.facts(), actor=station_user, at=AT),
        "write": lambda: edit(text, station_user, "别的", base=1),
        "back": lambda: bring_back(text=text, number=1, actor=station_user, at=AT),
        "publish": lambda: perform(text, "publish", actor=station_user),
    }
    with pytest.raises((PermissionDenied, Http404)):
        acts[verb]()
    assert TextVersion.objects.count() == 1
    assert PublicText.objects.get().status == "draft"


def test_at_most_ten_files(management_user: User) -> None:
    files = [texts.pdf(f"{number}.pdf") for number in range(11)]
    with pytest.raises(BlockedError, match="附件最多 10 个，共有 11 个"):
        texts.draft(management_user, files=files)
    assert not PublicText.objects.exists()
