"""The ways in which a batch's trade and level comes to a paper; each is one step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from batches.models import BatchItem
from question_bank.forms.paper_uses import (
    ComposeForm,
    ExistingForm,
    ItemForm,
    ItemPdfForm,
    ItemWorkbookForm,
    TaskForm,
)
from question_bank.models import Paper
from question_bank.paper_kinds import PaperKind
from question_bank.services.paper_uploads import paper_from_pdf, paper_from_workbook
from question_bank.services.papers import compose_paper, paper_of_task
from scope_catalog.levels import Level

Made = Callable[[Any, User, datetime], Paper]
BOTH = frozenset(PaperKind)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a paper.

    Attributes:
        key: its name in forms and addresses.
        heading: what it is called.
        note: what it is for, and what follows.
        button: the word on its button.
        form_class: what it asks for.
        kinds: of which papers it makes one.
        make: makes the paper by a valid form; None where the form chooses one.
    """

    key: str
    heading: str
    note: str
    button: str
    form_class: type[ItemForm]
    kinds: frozenset[PaperKind] = BOTH
    make: Made | None = None

    def form(self, *args: Any, item: BatchItem, kind: PaperKind, actor: User) -> ItemForm:
        """Return the form; on a page with others its fields bear the way's name."""
        return self.form_class(*args, item=item, kind=kind, actor=actor, prefix=self.key)


def _composed(form: ComposeForm, actor: User, at: datetime) -> Paper:
    told = form.cleaned_data
    return compose_paper(blueprint=told["blueprint"], versions=told["versions"], actor=actor, at=at)


def _of_task(form: TaskForm, actor: User, at: datetime) -> Paper:
    return paper_of_task(task=form.cleaned_data["task"], actor=actor, at=at)


def _subject(form: ItemForm) -> dict[str, Any]:
    return {"trade": form.item.trade, "level": Level(form.item.level)}


def _from_workbook(form: ItemWorkbookForm, actor: User, at: datetime) -> Paper:
    return paper_from_workbook(actor=actor, at=at, **_subject(form), **form.facts())


def _from_pdf(form: ItemPdfForm, actor: User, at: datetime) -> Paper:
    return paper_from_pdf(actor=actor, at=at, kind=form.kind, **_subject(form), **form.facts())


WAYS = (
    Way(
        "compose",
        "快速组卷",
        "按组卷方案从本机构的考试题库随机抽题，组成试卷并用于本批次。",
        "组卷并选用",
        ComposeForm,
        frozenset({PaperKind.THEORY}),
        _composed,
    ),
    Way(
        "task",
        "选用实操试题",
        "由本机构已启用的实操试题（Word 模板）生成试卷并用于本批次。",
        "成卷并选用",
        TaskForm,
        frozenset({PaperKind.PRACTICAL}),
        _of_task,
    ),
    Way(
        "workbook",
        "上传试题模板",
        "整份试卷填在试题模板（Excel）中，一次上传，组成试卷并用于本批次。",
        "上传并选用",
        ItemWorkbookForm,
        frozenset({PaperKind.THEORY}),
        _from_workbook,
    ),
    Way(
        "pdf",
        "上传 PDF 成卷",
        "已经排好版的试卷，一次上传并用于本批次。",
        "上传并选用",
        ItemPdfForm,
        make=_from_pdf,
    ),
    Way(
        "existing",
        "选用已有试卷",
        "同一工种、等级，没有用于其他日期考试的试卷。没有封存的也可以先选用，考前须完成复核和封存。",
        "选用",
        ExistingForm,
    ),
)


def ways_to(kind: PaperKind) -> list[Way]:
    """Return the ways to a paper of a kind."""
    return [way for way in WAYS if kind in way.kinds]
