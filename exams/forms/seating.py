"""What is typed to seat people."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from accounts.models import User
from candidates.models import Enrolment
from exams.forms.seating_rooms import MOST_SEATS, small_number
from exams.models import SessionRoom
from exams.seating.arranging import Mode
from question_bank.paper_kinds import PaperKind


class SeatEverybodyForm(forms.Form):
    """Which paper's seats are arranged, and in which order."""

    kind = forms.ChoiceField(choices=PaperKind)
    mode = forms.ChoiceField(choices=Mode)

    again = forms.BooleanField(required=False)

    def __init__(self, *args: Any, actor: User, published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.published = actor, published

    def clean(self) -> dict[str, Any]:
        """Have it confirmed where candidates know their seats already."""
        cleaned = super().clean() or self.cleaned_data
        if self.published and not cleaned.get("again"):
            self.add_error(None, "座位已经向考生发布。重新安排会换掉全部座位，请勾选确认后再安排。")
        return cleaned


class PersonChoice(forms.ModelChoiceField[Enrolment]):
    """Who sits a paper, each with where; `seats` are their present seats by key."""

    seats: dict[int, str]

    def label_from_instance(self, obj: Enrolment) -> str:
        """Return place on the roster, name and present seat."""
        return f"{obj.sequence} {obj.candidate.name}（{self.seats.get(obj.pk, '未安排')}）"


class SitForm(forms.Form):
    """Who is put on which seat of a room.

    Args:
        place: the room in its session.
        people: who sits the paper.
        seats: their present seats in words, by key.
    """

    enrolment = PersonChoice(
        queryset=Enrolment.objects.none(),
        label="考生",
        error_messages={"required": "请选择考生。", "invalid_choice": "该考生不参加这一科，请重新选择。"},
    )
    number = small_number("座位号", most=MOST_SEATS, units="号", hint="已有考生的座位，两人互换。")

    def __init__(
        self,
        *args: Any,
        actor: User,
        place: SessionRoom,
        people: Sequence[Enrolment],
        seats: dict[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.place = actor, place
        who = cast("PersonChoice", self.fields["enrolment"])
        keys = [one.pk for one in people]
        rows = Enrolment.objects.visible_to(actor).filter(pk__in=keys).select_related("candidate")
        who.queryset, who.seats = rows.order_by("sequence"), seats
