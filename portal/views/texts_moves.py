"""Publishing a text, and taking it down."""

from typing import Any

from accounts.rights import Perm
from ostami import clock
from portal.models import PublicText
from portal.texts.forms import PublishForm
from portal.texts.markdown import rendered
from portal.texts.rules import shown_on
from workflow.views import TransitionView


class TextMove(TransitionView):
    """Publish a text, or take it down."""

    permission = Perm.TEXTS_EDIT
    model = PublicText

    def get_form_class(self) -> type[Any]:
        """What is published is told apart from what is said of a withdrawal."""
        return PublishForm if self.transition.name == "publish" else self.form_class

    def get_template_names(self) -> list[str]:
        """Publishing shows what the public will read."""
        return ["portal/texts/publish.html"] if self.transition.name == "publish" else [self.template_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the text to the form of publishing."""
        more = {"case": self.object} if self.transition.name == "publish" else {}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self) -> dict[str, Any]:
        """Begin with today, or with how the notice is shown already."""
        text = self.object
        return {
            "seen": text.latest_number,
            "shown_from": text.shown_from or clock.today(),
            "shown_until": text.shown_until,
            "pinned": text.pinned,
        }

    def told(self, form: Any) -> dict[str, Any]:
        """Tell which version the page showed, and how a notice is shown."""
        if self.transition.name != "publish":
            return {}
        return {"seen": form.cleaned_data["seen"], "showing": form.showing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest version as the public will read it."""
        version = self.object.latest
        body = rendered(version.body, block=shown_on(clock.today()))
        return super().get_context_data(version=version, body=body, **kwargs)
