"""Pictures of a question."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from documents.views.uploads import UploadView
from ostami.downloads import picture_response
from ostami.problems import BlockedError
from question_bank.forms.pictures import PictureForm
from question_bank.looks import record_question_look
from question_bank.models import Question, QuestionPicture
from question_bank.services.pictures import MOST_PICTURES, add_picture, remove_picture


class PictureNew(UploadView):
    """Add a picture to an open question."""

    request_megabytes = 3
    permission = Perm.QUESTION_EDIT
    model = Question
    form_class = PictureForm
    template_name = "question_bank/picture_form.html"
    heading = "增加图片"
    submit_label = "上传"
    done = "图片已上传。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many there may be."""
        return super().get_context_data(most=MOST_PICTURES, question=self.object, **kwargs)

    def act(self, form: PictureForm) -> str:
        """Store the picture and go back to the question."""
        at = arrived_at(self.request)
        add_picture(question=self.object, content=form.cleaned_data["file"], actor=self.actor, at=at)
        address: str = self.object.get_absolute_url()
        return address


class _OnePicture(ScopedObjectView):
    """A picture of the question that the address names, if the question is in scope."""

    abstract = True
    model = Question

    def picture(self) -> QuestionPicture:
        """Return the picture; a 404 where there is none."""
        question: Question = self.get_object()
        self.object = question
        return get_object_or_404(question.pictures, pk=self.kwargs["picture"])


class PictureView(_OnePicture):
    """The picture to look at; of an exam question that is a look at it."""

    permission = Perm.QUESTION_VIEW

    def get(self, request: HttpRequest, pk: int, picture: int) -> HttpResponse:
        """Hand it out under a name that tells nothing."""
        found = self.picture()
        record_question_look(self.object, actor=self.actor)
        ending = found.content_type.partition("/")[2]
        return picture_response(found.file.read(), f"{found}.{ending}", found.content_type)


class PictureDelete(_OnePicture):
    """Delete a picture of an open question."""

    permission = Perm.QUESTION_EDIT

    def post(self, request: HttpRequest, pk: int, picture: int) -> HttpResponse:
        """Delete it, and go back to the question."""
        found = self.picture()
        try:
            remove_picture(picture=found, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "图片已删除。")
        return redirect(self.object)
