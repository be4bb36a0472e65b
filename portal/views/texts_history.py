"""A text at the desk: its newest version, every older one, what differs, and bringing one back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView, ScopedObjectView
from ostami import clock
from portal.models import PublicText, TextKind, TextVersion
from portal.texts.comparing import compared, lines_of_version
from portal.texts.forms import CompareForm
from portal.texts.markdown import rendered
from portal.texts.rules import shown_on
from portal.texts.sizes import with_sizes
from portal.texts.writing import bring_back
from portal.views.texts import handed_out


class DeskText(ScopedDetailView):
    """A text: its newest version as it will be read, its buttons, its versions and its history."""

    permission = Perm.TEXTS_EDIT
    model = PublicText
    template_name = "portal/texts/text.html"
    context_object_name = "text"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest version, the list of all, and whether the public sees one."""
        latest, today = self.object.latest, clock.today()
        public = TextVersion.objects.public_on(today, TextKind(self.object.kind)).filter(text=self.object)
        return super().get_context_data(
            latest=latest,
            body=rendered(latest.body, block=shown_on(today)),
            is_public=public.exists(),
            files=with_sizes(latest),
            versions=self.object.versions.select_related("written_by"),
            **kwargs,
        )


class DeskFile(ScopedObjectView):
    """A file of any version."""

    permission = Perm.TEXTS_EDIT
    model = PublicText

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Hand it out."""
        return handed_out(get_object_or_404(self.get_object().files, pk=file))


class Version(ScopedDetailView):
    """One version, as it reads with the rules of today."""

    permission = Perm.TEXTS_EDIT
    model = TextVersion
    template_name = "portal/texts/version.html"
    context_object_name = "version"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> TextVersion:
        """Return the version that the address names."""
        rows = self.get_queryset().select_related("text", "written_by")
        found: TextVersion = get_object_or_404(rows, text_id=self.kwargs["pk"], number=self.kwargs["number"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text and its files."""
        return super().get_context_data(
            body=rendered(self.object.body, block=shown_on(clock.today())),
            files=with_sizes(self.object),
            **kwargs,
        )


class BringBack(ScopedFormView):
    """Write an older version anew."""

    permission = Perm.TEXTS_EDIT
    model = PublicText
    form_class = ConfirmForm
    template_name = "portal/texts/bring_back.html"
    heading = "恢复旧版本"
    submit_label = "恢复为新版本"
    done = "已恢复为新版本，公开以后公众才能看到。"

    @cached_property
    def version(self) -> TextVersion:
        """The version that the address names."""
        found: TextVersion = get_object_or_404(self.object.versions, number=self.kwargs["number"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version, and how it differs from the newest."""
        groups = compared(lines_of_version(self.object.latest), lines_of_version(self.version))
        return super().get_context_data(version=self.version, groups=groups, **kwargs)

    def act(self, form: ConfirmForm) -> str:
        """Bring it back, and go to the text."""
        bring_back(
            text=self.object, number=self.version.number, actor=self.actor, at=arrived_at(self.request)
        )
        return self.object.get_absolute_url()  # type: ignore[no-any-return]  # of the view's own row


class Compare(ScopedDetailView):
    """Two versions side by side, line by line; the newest two where the address names none."""

    permission = Perm.TEXTS_EDIT
    model = PublicText
    template_name = "portal/texts/compare.html"
    context_object_name = "text"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the choice and the difference."""
        versions = {one.number: one for one in self.object.versions.prefetch_related("files")}
        newest = self.object.latest_number
        data = {"old": max(newest - 1, 1), "new": newest, **self.request.GET.dict()}
        form = CompareForm(data, versions=list(versions.values()))
        chosen = form.cleaned_data if form.is_valid() else {}
        pair = [versions[chosen[name]] for name in ("old", "new") if name in chosen]
        groups = compared(*map(lines_of_version, pair)) if chosen else []
        return super().get_context_data(filter_form=form, pair=pair, groups=groups, **kwargs)
