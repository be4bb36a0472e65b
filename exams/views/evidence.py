"""The page of a batch's evidence, and its files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role, refusal
from accounts.views.base import ScopedObjectView
from batches.models import Batch
from documents.films import MP4
from documents.thumbnails import thumbnail
from documents.upload_limits import MEGABYTE
from documents.views.uploads import UploadView
from exams.forms.evidence import EvidenceForm
from exams.models import EvidenceKind, ExamEvidence
from exams.proof.films import add_film
from exams.proof.keeping import add_files, add_link, remove
from exams.proof.rules import FILM_MAX_BYTES, evidence_open
from exams.proof.selectors import ItemEvidence, checklist
from exams.proof.slots import slots_of
from ostami.downloads import PDF, file_response, picture_response, streamed_response
from ostami.problems import BlockedError, Problem
from ostami.sealed_files import portions_of
from stations.services.files import FILE_MAX_BYTES

NO_PICTURES = (PDF, MP4)


def evidence_address(batch_pk: int, item_pk: int, kind: str = "") -> str:
    """Return the address of a trade's evidence on its batch's page."""
    address = reverse("exams:evidence", kwargs={"pk": batch_pk})
    return f"{address}?item={item_pk}" + (f"#{kind}" if kind else "")


class EvidencePage(UploadView):
    """What is there and what is missing, a trade at a time; the station adds and deletes."""

    model = Batch
    permission = Perm.EVIDENCE_VIEW
    form_class = EvidenceForm
    template_name = "exams/evidence/page.html"
    heading = "考试资料"
    object: Batch

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take files from whoever may keep evidence."""
        if not self.actor.has_right(Perm.EVIDENCE_EDIT):
            self.get_object()
            raise PermissionDenied(refusal(Perm.EVIDENCE_EDIT, role=Role(self.actor.role)))
        return super().post(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    @cached_property
    def items(self) -> list[ItemEvidence]:
        """The trades that have people on the roster."""
        return checklist(self.object)

    @cached_property
    def chosen(self) -> ItemEvidence | None:
        """The trade that the address names, None where it names none of the batch's."""
        wanted = self.request.GET.get("item", "")
        return next((one for one in self.items if str(one.item.pk) == wanted), None)

    @property
    def shown(self) -> ItemEvidence | None:
        """The trade that the page shows: the chosen one, else the first of which something is missing."""
        lacking = next((one for one in self.items if one.missing), None)
        return self.chosen or lacking or next(iter(self.items), None)

    @cached_property
    def closed(self) -> list[Problem]:
        """Why nothing can be added or deleted at this moment."""
        return list(evidence_open(self.object, at=arrived_at(self.request)))

    def act(self, form: EvidenceForm) -> str:
        """Keep what was sent, and come back to its row."""
        if self.chosen is None:
            raise Http404
        kind, item = EvidenceKind(form.cleaned_data["kind"]), self.chosen.item
        actor, at = self.actor, arrived_at(self.request)
        if kind == EvidenceKind.VIDEO:
            if film := form.cleaned_data["film"]:
                add_film(item=item, film=film, actor=actor, at=at)
            else:
                add_link(item=item, link=form.cleaned_data["link"], actor=actor, at=at)
            number = 1
        else:
            files, declared = form.cleaned_data["file"], form.declared
            kept = add_files(item=item, kind=kind, files=files, actor=actor, at=at, declared=declared)
            number = len(kept)
        messages.success(self.request, f"{item}的{kind.label}已保存 {number} 份。")
        return evidence_address(self.object.pk, item.pk, kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trades with what is missing, and the rows of the one that is shown."""
        context = super().get_context_data(**kwargs)
        may_edit, posted = self.actor.has_right(Perm.EVIDENCE_EDIT), self.request.method == "POST"
        facts = {
            "items": self.items,
            "shown": self.shown,
            "slots": slots_of(self.shown, failed=context["failed_kind"]) if self.shown else [],
            "closed": self.closed,
            "editable": may_edit and (not self.closed or posted),
            "file_megabytes": FILE_MAX_BYTES // MEGABYTE,
            "no_pictures": NO_PICTURES,
            "film_megabytes": FILM_MAX_BYTES // MEGABYTE,
        }
        return {**context, **facts}


class EvidenceFile(ScopedObjectView):
    """A kept file: a picture to be seen, a PDF or a film to be saved."""

    model = ExamEvidence
    permission = Perm.EVIDENCE_VIEW

    def get_queryset(self) -> Any:
        """Leave out links, and files that were destroyed."""
        return super().get_queryset().filter(destroyed_at=None).exclude(file="")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file."""
        row: ExamEvidence = self.get_object()
        if row.content_type == MP4:
            return streamed_response(portions_of(row.file), row.name, row.content_type)
        with row.file.open() as file:
            content = file.read()
        if row.content_type == PDF:
            return file_response(content, row.name, row.content_type)
        return picture_response(content, row.name, row.content_type)


class EvidenceThumbnail(EvidenceFile):
    """A small copy of a kept picture."""

    def get_queryset(self) -> Any:
        """Leave out what is no picture."""
        return super().get_queryset().exclude(content_type__in=NO_PICTURES)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the small copy."""
        row: ExamEvidence = self.get_object()
        with row.file.open() as file:
            small = thumbnail(file.read())
        return picture_response(small.content, row.name, small.content_type)


class EvidenceDelete(ScopedObjectView):
    """Delete a piece of evidence."""

    model = ExamEvidence
    permission = Perm.EVIDENCE_EDIT

    def get_queryset(self) -> Any:
        """Join what the history names."""
        return super().get_queryset().select_related("item__batch", "item__plan_item__trade__occupation")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, and come back to its row."""
        row: ExamEvidence = self.get_object()
        address = evidence_address(row.item.batch_id, row.item_id, row.kind)
        try:
            remove(evidence=row, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, f"已删除{row.get_kind_display()}“{row.name or row.link}”。")
        return redirect(address)
