"""Public pages and notices, as anybody reads them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView, View

from accounts.views.base import PAGE_SIZE, PublicMixin
from ostami import clock
from ostami.downloads import file_response
from portal.models import TextFile, TextVersion
from portal.texts.forms import NoticeFilter
from portal.texts.markdown import rendered, rules_named
from portal.texts.rules import shown_on
from portal.texts.selectors import notice_years, public_notices, public_pages
from portal.texts.sizes import with_sizes


class Pages(PublicMixin, ListView[TextVersion]):
    """What there is to read about the evaluation."""

    template_name = "portal/texts/pages.html"
    context_object_name = "pages"

    def get_queryset(self) -> QuerySet[TextVersion]:
        """Return the public pages."""
        return public_pages(day=clock.today())


class PageText(PublicMixin, DetailView[TextVersion]):
    """One page, with the rules as they hold today."""

    template_name = "portal/texts/page.html"
    slug_field = "text__slug"
    context_object_name = "version"

    def get_queryset(self) -> QuerySet[TextVersion]:
        """Return the public pages."""
        return public_pages(day=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text, and the other pages."""
        today = clock.today()
        words = self.object.body
        return super().get_context_data(
            body=rendered(words, block=shown_on(today)),
            ruled=bool(rules_named(words)),
            pages=public_pages(day=today),
            **kwargs,
        )


class Notices(PublicMixin, ListView[TextVersion]):
    """The notices, by word and year; an invalid filter is named on the page and leaves the list as it is."""

    template_name = "portal/texts/notices.html"
    context_object_name = "notices"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> QuerySet[TextVersion]:
        """Return what the filter leaves."""
        today = clock.today()
        self.filter = NoticeFilter(self.request.GET, years=notice_years(day=today))
        asked = self.filter.cleaned_data
        return public_notices(day=today, word=asked.get("q", ""), year=asked.get("year", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter."""
        asked = any(self.request.GET.get(name) for name in self.filter.fields)
        return super().get_context_data(filter_form=self.filter, filtered=asked, **kwargs)


class Notice(PublicMixin, DetailView[TextVersion]):
    """One notice with its files."""

    template_name = "portal/texts/notice.html"
    context_object_name = "version"

    def get_object(self, queryset: QuerySet[TextVersion] | None = None) -> TextVersion:
        """Return the version that the public reads."""
        return get_object_or_404(public_notices(day=clock.today()), text_id=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text and the files."""
        body = rendered(self.object.body, block=shown_on(clock.today()))
        return super().get_context_data(body=body, files=with_sizes(self.object), **kwargs)


class NoticeFile(PublicMixin, View):
    """A file of a notice, as long as the public reads the notice, and this version of it has the file."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Hand it out."""
        version = get_object_or_404(public_notices(day=clock.today()), text_id=pk)
        return handed_out(get_object_or_404(version.files, pk=file))


def handed_out(row: TextFile) -> HttpResponse:
    """Answer with a file under its name."""
    with row.file.open() as file:
        return file_response(file.read(), row.name, row.content_type)
