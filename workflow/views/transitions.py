"""The page on which a case is moved."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import need
from accounts.views.base import ScopedFormView
from workflow.forms import TransitionForm
from workflow.lifecycle import Transition, available_transitions, lifecycle_of, perform


class TransitionView(ScopedFormView):
    """Show what a transition does and what stands in its way, take its words, and perform it.

    The address ends with the transition's name. A subclass names the model, the right to see it, and the case
    page's template variables if it needs any.
    """

    abstract = True
    template_name = "workflow/transition.html"
    form_class = TransitionForm
    not_offered: ClassVar[frozenset[str]] = frozenset()

    @cached_property
    def transition(self) -> Transition:
        """The transition that the address names."""
        name = self.kwargs["transition"]
        found = lifecycle_of(self.model).transitions.get(name)
        if found is None or name in self.not_offered:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the transition to the form, after the right was checked."""
        need(self.actor, self.transition.permission)
        return {**super().get_form_kwargs(), "transition": self.transition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the transition and, before it is tried, what stands in its way."""
        offered = available_transitions(self.object, self.actor, at=arrived_at(self.request))
        available = next((one for one in offered if one.transition is self.transition), None)
        # Tried once, it may be tried again: what stood in its way can be mended in the form, or be gone.
        may_try = available is not None and (not available.problems or self.request.method == "POST")
        return super().get_context_data(
            **{
                "heading": self.transition.label,
                "submit_label": self.transition.label,
                "transition": self.transition,
                "available": available,
                "may_try": may_try,
                **kwargs,
            }
        )

    def act(self, form: TransitionForm) -> str:
        """Perform the transition and return to the case."""
        moved = perform(
            self.object,
            self.transition.name,
            actor=self.actor,
            at=arrived_at(self.request),
            reason=form.cleaned_data.get("reason", ""),
            **self.told(form),
        )
        self.tell(moved)
        return self.address_after(moved)

    def tell(self, moved: Any) -> None:
        """Say what was done."""
        messages.success(self.request, f"已{self.transition.label}：{moved}")

    def told(self, form: TransitionForm) -> dict[str, Any]:
        """Return what the transition is told besides the words; a subclass with more fields says what."""
        return {}

    def address_after(self, moved: Any) -> str:
        """Return the address to go to: the case's own page."""
        address: str = moved.get_absolute_url()
        return address
