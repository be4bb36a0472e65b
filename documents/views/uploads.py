"""A page that takes uploaded files and refuses, unread, more than the portal reads at once."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts.views.base import ScopedFormView
from documents.upload_limits import MEGABYTE

if TYPE_CHECKING:
    from django.views.generic import FormView

    Base = FormView[Any]
else:
    Base = object


# The check of the cross-site token reads the whole body, so the size is looked at first.
@method_decorator(csrf_exempt, name="dispatch")
class SizedUpload(Base):
    """A form with files; its template shows `refused` and tells the limits beforehand."""

    request_megabytes: ClassVar[int] = 60
    too_much_remedy: ClassVar[str] = "请分几次上传，或先压缩图片。"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the token to `guarded_post`."""
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse more than the portal reads at once, unread; else go on with the token checked."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.request_megabytes * MEGABYTE:
            limit = f"一次上传的文件合计不能超过 {self.request_megabytes} MB，没有保存任何文件。"
            return self.refused(f"{limit}{self.too_much_remedy}")
        try:
            return self.guarded_post(request, *args, **kwargs)
        except TooManyFilesSent:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return self.refused(f"一次最多上传 {most} 个文件，没有保存任何文件。请分几次上传。")

    @method_decorator(csrf_protect)
    def guarded_post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the files."""
        return super().post(request, *args, **kwargs)

    def empty_form(self) -> Any:
        """Return the form with nothing in it."""
        raise NotImplementedError

    def refused(self, words: str, *, status: int = 413) -> HttpResponse:
        """Show the page with the limit; its form is empty, since filling it would read the request."""
        return self.render_to_response(
            self.get_context_data(form=self.empty_form(), refused=words), status=status
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the limits, which are told beforehand, and of which kind the file was that won't do."""
        context = super().get_context_data(**kwargs)
        limits = {
            "failed_kind": context["form"].data.get("kind", ""),
            "request_megabytes": self.request_megabytes,
            "request_bytes": self.request_megabytes * MEGABYTE,
        }
        return {**context, **limits}


class UploadView(SizedUpload, ScopedFormView):
    """A form with files on one row in scope."""

    abstract = True

    def empty_form(self) -> Any:
        """Return the form with nothing in it; a subclass hands it what else it takes."""
        return self.get_form_class()(actor=self.actor)

    def refused(self, words: str, *, status: int = 413) -> HttpResponse:
        """Show the page of the row with the limit."""
        self.object = self.get_object()
        return super().refused(words, status=status)
