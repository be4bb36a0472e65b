"""The help pages: manuals, glossary, why something can't be done, the guided first batch, accessibility.

Anybody may read them: how things are done is no secret, and who waits for another can read what it takes.
"""

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView, View

from accounts.models import User
from accounts.views.base import PublicMixin
from ostami import clock
from portal.help.chapters import MANUALS, PUBLIC, chapter, manual
from portal.help.glossary import glossary
from portal.help.guide import guided_batch
from portal.help.limits import limits
from portal.help.reach import may_open
from portal.help.rendering import rendered
from portal.help.why import why_case, why_cases
from portal.practice.first_batch import SAMPLES
from portal.practice.people import PASSWORD
from portal.views.practice import PracticeMixin


class HelpPage(PublicMixin, TemplateView):
    """A page of help; all know whose manual is the reader's own."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reader's own manual."""
        own = self.reader.role if self.reader else PUBLIC
        return super().get_context_data(own=own, **kwargs)

    @property
    def reader(self) -> User | None:
        """Who reads; None for a visitor."""
        user = self.request.user
        return user if isinstance(user, User) else None


class Index(HelpPage):
    """All manuals, the reader's own first."""

    template_name = "portal/help/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the manuals."""
        context = super().get_context_data(**kwargs)
        own = context["own"]
        others = [(role, label) for role, label in MANUALS.items() if role != own]
        return {**context, "own_label": MANUALS[own], "chapters": manual(own), "others": others}


class Manual(HelpPage):
    """One role's chapters."""

    template_name = "portal/help/manual.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the role and its chapters."""
        role: str = self.kwargs["role"]
        if role not in MANUALS:
            raise Http404
        return super().get_context_data(label=MANUALS[role], chapters=manual(role), **kwargs)


class ChapterPage(HelpPage):
    """One chapter, with the ones before and after it."""

    template_name = "portal/help/chapter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chapter as HTML."""
        role, slug = self.kwargs["role"], self.kwargs["slug"]
        found = chapter(role, slug)
        if found is None:
            raise Http404
        chapters = manual(role)
        place = chapters.index(found)
        return super().get_context_data(
            chapter=found,
            label=MANUALS[role],
            content=rendered(found.text),
            before=chapters[place - 1] if place else None,
            after=chapters[place + 1] if place + 1 < len(chapters) else None,
            **kwargs,
        )


class Glossary(HelpPage):
    """Every term, sorted as it is read."""

    template_name = "portal/help/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the terms that the words in the address ask for, and which of their pages are the reader's."""
        words = self.request.GET.get("words", "").strip()[:30]
        terms = [term for term in glossary() if not words or term.answers(words)]
        pages = {term.page for term in terms if term.page and may_open(self.reader, term.page)}
        return super().get_context_data(
            words=words, terms=terms, pages=pages, count=len(glossary()), **kwargs
        )


class Why(HelpPage):
    """Every life cycle, and the guide's numbers."""

    template_name = "portal/help/why.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add life cycles and numbers."""
        return super().get_context_data(cases=why_cases(), limits=limits(), **kwargs)


class WhyCasePage(HelpPage):
    """What may stand in the way of each step of one life cycle."""

    template_name = "portal/help/why_case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the life cycle."""
        found = why_case(self.kwargs["key"])
        if found is None:
            raise Http404
        return super().get_context_data(case=found, **kwargs)


class FirstBatch(PracticeMixin, HelpPage):
    """A batch from plan to certificate, step by step, on the practice portal."""

    template_name = "portal/help/first_batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps, and how far the practice station's last batch has come."""
        try:
            guide = guided_batch(today=clock.today())
        except User.DoesNotExist as missing:
            raise Http404 from missing
        return super().get_context_data(guide=guide, password=PASSWORD, **kwargs)


class Sample(PracticeMixin, View):
    """A practice picture to upload."""

    def get(self, request: HttpRequest, *, name: str) -> HttpResponseBase:
        """Return the picture."""
        if name not in SAMPLES:
            raise Http404
        label, drawn = SAMPLES[name]
        return FileResponse(BytesIO(drawn()), as_attachment=True, filename=f"{label}.jpg")


class Accessibility(HelpPage):
    """What the portal does for people with disabilities, how it is tested, and where to report."""

    template_name = "portal/help/accessibility.html"
