"""The grid into which a batch's scores are entered."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.fields import ScoreFormField
from exams.forms.score_rows import REASON_LENGTH, GridCell, GridRow, read_seen
from exams.scores import Scores
from exams.scoring.papers import papers_of, part_of, with_carried
from exams.seating.tickets import ticket_number
from exams.selectors import by_item, scores_of
from exams.services import ScoreEntry, overtaken
from question_bank.paper_kinds import PaperKind

PARTS = {PaperKind.THEORY: "理论成绩", PaperKind.PRACTICAL: "实操成绩"}


class ScoreGridForm(forms.Form):
    """Theory and practical score or absence of every candidate; a blank paper stays open.

    The fields of a candidate end with the enrolment's id: ``theory_7``, ``theory_absent_7``, ``practical_7``,
    ``practical_absent_7``. `seen` tells what the page showed, so that two people who enter at once don't
    overwrite each other; without it every row counts. What attendance, a carried score or examiners' marks
    settle can't be typed into. `reason` is asked for where a second person has confirmed scores.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="更正理由",
        required=False,
        max_length=REASON_LENGTH,
        help_text="更正已复核的成绩时必填，记入办理记录。",
        error_messages={"max_length": f"更正理由最多 {REASON_LENGTH} 个字，请缩短。"},
    )

    def __init__(self, *args: Any, actor: User, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.enrolments = list(enrolments)
        self.papers = papers_of(self.enrolments)
        self.overtaken: set[int] = set()
        for enrolment in self.enrolments:
            self._add_row(enrolment)

    def _add_row(self, enrolment: Enrolment) -> None:
        papers = self.papers[enrolment.pk]
        stored = with_carried(scores_of(enrolment), papers)
        for kind, label in PARTS.items():
            title, paper = f"{enrolment.candidate.name} {label}", papers[kind]
            held, away = part_of(stored, kind)
            score = ScoreFormField(label=title, required=False, initial=_typed(held), disabled=paper.locked)
            score.widget.attrs["aria-label"] = title
            absent = forms.BooleanField(
                label=f"{title}缺考",
                required=False,
                initial=away or (paper.unscored and held is None),
                disabled=paper.locked,
            )
            absent.widget.attrs["class"] = "form-check-input"
            self.fields[f"{kind}_{enrolment.pk}"] = score
            self.fields[f"{kind}_absent_{enrolment.pk}"] = absent

    def clean_seen(self) -> dict[str, str]:
        """Return the tokens of the scores that the page showed, by enrolment id."""
        return read_seen(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        """Refuse a score beside an absence or where none can be, and rows that somebody else changed."""
        cleaned = super().clean() or self.cleaned_data
        for enrolment in self.enrolments:
            self._refuse_both(enrolment)
            self._refuse_locked(enrolment)
        for entry, enrolment in self._entries():
            problem = overtaken(entry, enrolment)
            if problem:
                self.overtaken.add(enrolment.pk)
                self.add_error(problem.field, str(problem))
        return cleaned

    def _refuse_both(self, enrolment: Enrolment) -> None:
        for part, label in PARTS.items():
            if (
                self.cleaned_data.get(f"{part}_absent_{enrolment.pk}")
                and self._score(part, enrolment) is not None
            ):
                self.add_error(
                    f"{part}_{enrolment.pk}", f"{label}和缺考只能取一。请清空成绩，或取消勾选缺考。"
                )

    def _refuse_locked(self, enrolment: Enrolment) -> None:
        """Tell whoever typed into a page that was shown before the attendance or the marks were entered."""
        for kind, paper in self.papers[enrolment.pk].items():
            name = f"{kind}_{enrolment.pk}"
            typed = str(self.data.get(name, "")).strip()
            if paper.locked and typed and typed != (self.fields[name].initial or ""):
                self.add_error(name, f"已登记为“{paper.words}”，填写的“{typed}”没有保存。请先更正登记。")

    def _score(self, part: str, enrolment: Enrolment) -> Any:
        return self.cleaned_data.get(f"{part}_{enrolment.pk}")

    def _entries(self) -> Iterator[tuple[ScoreEntry, Enrolment]]:
        seen = self.cleaned_data.get("seen", {})
        for enrolment in self.enrolments:
            if not any(f"{part}_{enrolment.pk}" in self.errors for part in PARTS):
                yield (
                    ScoreEntry(enrolment.pk, self._scores(enrolment), seen.get(str(enrolment.pk))),
                    enrolment,
                )

    def _scores(self, enrolment: Enrolment) -> Scores:
        return Scores(
            theory=self._score("theory", enrolment),
            practical=self._score("practical", enrolment),
            theory_absent=bool(self.cleaned_data.get(f"theory_absent_{enrolment.pk}")),
            practical_absent=bool(self.cleaned_data.get(f"practical_absent_{enrolment.pk}")),
        )

    @property
    def entries(self) -> list[ScoreEntry]:
        """The rows of a valid grid, for `record_scores`."""
        return [entry for entry, _ in self._entries()]

    @property
    def shown(self) -> str:
        """The value of `seen` for the page: what it shows, or showed when the entry began.

        A row of which the person was told that somebody else changed it counts as seen from then on.
        """
        tokens = {str(one.pk): scores_of(one).token for one in self.enrolments}
        if self.is_bound and isinstance(before := getattr(self, "cleaned_data", {}).get("seen"), dict):
            told = {str(pk): tokens[str(pk)] for pk in self.overtaken}
            tokens = {**before, **told}
        return json.dumps(tokens, ensure_ascii=False)

    @property
    def groups(self) -> list[tuple[BatchItem, list[GridRow]]]:
        """The grid's rows under their trades and levels."""
        return [(item, [self._row(one) for one in people]) for item, people in by_item(self.enrolments)]

    def _row(self, enrolment: Enrolment) -> GridRow:
        cells = [
            GridCell(self[f"{kind}_{enrolment.pk}"], self[f"{kind}_absent_{enrolment.pk}"], paper)
            for kind, paper in self.papers[enrolment.pk].items()
        ]
        return GridRow(enrolment, ticket_number(enrolment), scores_of(enrolment), cells)


def _typed(score: Any) -> str:
    return f"{score.normalize():f}" if score is not None else ""
