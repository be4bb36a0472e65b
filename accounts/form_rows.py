"""Rows of a table that a person fills in: any of them may be blank, and more come by a button.

They stand beside the base views, on the floor from which every app's forms and pages are made.

A page works without JavaScript: the button ``more`` sends what was typed and gets it back with further blank
rows. With it, `static/js/rows.js` clones the blank row of the page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

BLANK_ROWS = 2
KEY_DIGITS = 18  # of any key that a database holds


class RowForm(forms.Form):
    """One row. What stands in the fields named in `says_nothing` doesn't make a row a filled one."""

    says_nothing: ClassVar[frozenset[str]] = frozenset()

    def has_changed(self) -> bool:
        """Tell whether anything was filled in."""
        return any(name not in self.says_nothing for name in self.changed_data)


class StoredRowForm(RowForm):
    """A row that keeps its identity: it carries the key of the stored row, and can be marked for removal."""

    says_nothing = frozenset({"pk", "remove"})

    pk = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label="删除", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update({"class": _dress(field.widget), "aria-label": field.label})

    def has_changed(self) -> bool:
        """Tell whether anything was filled in that is to stay."""
        return not self["remove"].data and super().has_changed()

    @property
    def key(self) -> int | None:
        """The key of the stored row; None for a new one."""
        sent = str(self["pk"].data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= KEY_DIGITS else None


def _dress(widget: forms.Widget) -> str:
    """Return the theme's class for a field that stands in a table's cell, without a label of its own."""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return (
        "form-select form-select-sm" if isinstance(widget, forms.Select) else "form-control form-control-sm"
    )


R = TypeVar("R", bound=RowForm)


class BaseRows(BaseFormSet[R]):
    """Rows of which each may be blank: an emptied row is a deleted one."""

    default_error_messages = {
        "missing_management_form": "页面内容不完整，请刷新页面后重新填写。",
        "too_many_forms": "最多填写 %(num)d 行，请删除部分行。",
    }

    def initial_form_count(self) -> int:
        """Return 0: what was stored before makes no row compulsory."""
        return 0

    def total_form_count(self) -> int:
        """Return what was sent, or the stored rows and some blank ones."""
        if self.is_bound:
            return super().total_form_count()
        return min(len(self.initial or ()) + self.extra, self.max_num)

    @property
    def filled(self) -> list[R]:
        """The rows that aren't blank, in the order typed."""
        return [row for row in self.forms if row.has_changed()]

    @property
    def emptied(self) -> list[int]:
        """The keys of the stored rows that were emptied or marked for removal."""
        rows = (row for row in self.forms if isinstance(row, StoredRowForm) and not row.has_changed())
        return [row.key for row in rows if row.key is not None]

    def refuse_repeats(self, field: str, value: Callable[[R], Any]) -> None:
        """Put a sentence at `field` of every row whose `value`, unless empty, an earlier row has."""
        first: dict[Any, int] = {}
        for number, row in enumerate(self.forms, start=1):
            if not row.has_changed() or not (said := value(row)):
                continue
            if first.setdefault(said, number) != number:
                row.add_error(field, f"与第 {first[said]} 行重复，请删除其中一行或更正。")

    def typed(self) -> list[dict[str, Any]]:
        """Return what stands in the fields, unchecked."""
        return [{name: row[name].data for name in row.fields} for row in self.forms]


def rows_of(
    form: type[R], *, most: int, blank: int = BLANK_ROWS, base: type[BaseRows[R]] = BaseRows
) -> type[BaseRows[R]]:
    """Return the class of at most `most` rows of `form`, shown with `blank` blank ones."""
    made = formset_factory(
        form, formset=base, extra=blank, max_num=most, absolute_max=most + 1, validate_max=True
    )
    return cast("type[BaseRows[R]]", made)


class RowsForm(forms.Form):
    """A page of rows in one block or several; a subclass says what they are.

    Attributes:
        rows_class: the rows' class, made by `rows_of`.
        counter: the word after a row's number in the page's sentences.
        blocks: the rows of each block by its prefix.
    """

    rows_class: ClassVar[type[BaseRows[Any]]]
    counter: ClassVar[str] = "行"
    blocks: dict[str, BaseRows[Any]]

    def set_rows(self, stored: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Take the rows that were sent, or else show those `stored`, by the prefix of their block."""
        if self.is_bound:
            self.blocks = {
                prefix: self.class_of(prefix)(self.data, prefix=prefix, form_kwargs=self.row_facts())
                for prefix in stored
            }
        else:
            self.blocks = self._shown(stored)

    def class_of(self, prefix: str) -> type[BaseRows[Any]]:
        """Return the class of a block's rows, for pages whose blocks aren't alike."""
        return self.rows_class

    def row_facts(self) -> dict[str, Any]:
        """Return what each row's form is made with beside its data."""
        return {}

    def _shown(self, stored: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, BaseRows[Any]]:
        return {
            prefix: self.class_of(prefix)(
                initial=[dict(row) for row in rows], prefix=prefix, form_kwargs=self.row_facts()
            )
            for prefix, rows in stored.items()
        }

    def show_more_rows(self) -> None:
        """Keep what was typed, unchecked, and add blank rows."""
        self.blocks = self._shown({prefix: rows.typed() for prefix, rows in self.blocks.items()})
        self.is_bound = False

    def good_rows(self) -> Iterator[tuple[str, int, Any]]:
        """Yield block, number and form of each row that is filled and right."""
        for prefix, rows in self.blocks.items():
            if rows.non_form_errors():
                continue
            for number, row in enumerate(rows.forms, start=1):
                if row.has_changed() and row.is_valid():
                    yield prefix, number, row

    @property
    def emptied(self) -> list[int]:
        """The keys of the stored rows that were emptied or marked for removal."""
        return [key for rows in self.blocks.values() for key in rows.emptied]

    def row_errors(self) -> dict[str, list[str]]:
        """Return what is wrong, by the fields' names on the page, or by a block's prefix."""
        found = {prefix: rows.non_form_errors() for prefix, rows in self.blocks.items()}
        for rows in self.blocks.values():
            for row in rows.forms:
                found.update({row.add_prefix(name): errors for name, errors in row.errors.items()})
        return {name: [str(error) for error in errors] for name, errors in found.items() if errors}

    def block_label(self, prefix: str) -> str:
        """Return the name of a block where a page has several."""
        return ""

    def clean(self) -> dict[str, Any]:
        """Bring every row's problems to the head, naming the row."""
        for prefix, rows in self.blocks.items():
            where = self.block_label(prefix)
            for sentence, cell in row_sentences(rows, counter=self.counter):
                self.add_error(None, CellError(where + sentence, cell=cell))
        return self.cleaned_data


class CellError(forms.ValidationError):
    """A sentence at the head of a page, with the id of the field that it speaks of; empty for none."""

    def __init__(self, message: str, *, cell: str) -> None:
        super().__init__(message)
        self.cell = cell


def row_sentences(rows: BaseRows[Any], *, counter: str) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with `rows`, each with the number of its row, and the id of its field."""
    whole = rows.non_form_errors()  # asked for first: rules across rows put their sentences at the rows
    for number, row in enumerate(rows.forms, start=1):
        for name, errors in row.errors.items():
            for error in errors:
                yield f"第 {number} {counter}“{row.fields[name].label}”：{error}", row[name].id_for_label
    yield from ((str(sentence), "") for sentence in whole)
