"""What is typed of a session."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from accounts.form_fields import one_line
from accounts.models import User
from exams.forms.seating_rooms import small_number
from exams.models import Room
from exams.seating.advice import names_in
from exams.services.sessions import SessionFacts

MOST_MINUTES = 480
INVIGILATORS_LENGTH = 100


class SessionForm(forms.Form):
    """The hour of a session, its rooms, and who watches over each: ``room_7``, ``invigilators_7``.

    Args:
        kind: the paper.
        rooms: those to choose from.
    """

    starts = forms.TimeField(
        label="开始时间",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "请填写开始时间。", "invalid": "请按 09:00 的样子填写开始时间。"},
    )
    minutes = small_number("时长（分钟）", most=MOST_MINUTES, units="分钟")

    def __init__(self, *args: Any, actor: User, kind: str, rooms: Sequence[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.kind, self.rooms = actor, kind, list(rooms)
        for room in self.rooms:
            self._add(room)

    def _add(self, room: Room) -> None:
        chosen = forms.BooleanField(label=f"使用{room}", required=False)
        chosen.widget.attrs["class"] = "form-check-input"
        names = one_line(f"{room}监考人员", longest=INVIGILATORS_LENGTH, required=False)
        names.widget.attrs |= {"class": "form-control", "autocomplete": "off", "aria-label": names.label}
        self.fields[f"room_{room.pk}"], self.fields[f"invigilators_{room.pk}"] = chosen, names

    def clean(self) -> dict[str, Any]:
        """Ask for a room."""
        cleaned = super().clean() or self.cleaned_data
        if not self._chosen():
            raise ValidationError("请至少选择一个考场。")
        return cleaned

    def _chosen(self) -> list[Room]:
        return [room for room in self.rooms if self.cleaned_data.get(f"room_{room.pk}")]

    def facts(self) -> SessionFacts:
        """Return what was typed."""
        rooms = {
            room: "、".join(names_in(self.cleaned_data[f"invigilators_{room.pk}"])) for room in self._chosen()
        }
        starts, minutes = self.cleaned_data["starts"], self.cleaned_data["minutes"]
        return SessionFacts(kind=self.kind, starts=starts, minutes=minutes, rooms=rooms)

    @property
    def rows(self) -> Iterator[tuple[Room, BoundField, BoundField]]:
        """Each room with its two fields."""
        for room in self.rooms:
            yield room, self[f"room_{room.pk}"], self[f"invigilators_{room.pk}"]
