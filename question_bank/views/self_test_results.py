"""A self-test as a whole: its overview with handing in, its result, its pictures."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedObjectView
from ostami.downloads import picture_response
from question_bank.selectors.self_tests import answers_of, points_of, scores_of, withdrawn_places
from question_bank.self_test_page import shown
from question_bank.services.self_tests import hand_in
from question_bank.views.own_self_test import OwnTest

if TYPE_CHECKING:
    from question_bank.models import SelfTest


class SelfTestOverview(OwnTest, ScopedDetailView):
    """What is answered so far; by POST it is handed in."""

    permission = Perm.SELF_TEST
    template_name = "question_bank/self_test.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; what is over leads to its result."""
        if self.is_over(self.get_object()):
            return redirect("question_bank:self_test_result", self.kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand in; a second time changes nothing."""
        hand_in(test=self.get_object(), at=arrived_at(request))
        return redirect("question_bank:self_test_result", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far it is."""
        return super().get_context_data(**self.running_facts(self.object), **kwargs)


class SelfTestResult(OwnTest, ScopedDetailView):
    """Score, weak knowledge points, and every question with its right answer and explanation."""

    permission = Perm.SELF_TEST
    template_name = "question_bank/self_test_result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; what still runs leads to its questions."""
        test = self.get_object()
        return super().get(request, *args, **kwargs) if self.is_over(test) else redirect(test)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add all that the test came to."""
        test: SelfTest = self.object
        points = points_of(test)
        own = {
            "test": test,
            "score": scores_of([test])[0][1],
            "points": points,
            "weak": [point for point in points if point.is_weak],
            "answers": [shown(one) for one in answers_of(test).prefetch_related("question__pictures")],
            "withdrawn": withdrawn_places(test),
        }
        return super().get_context_data(**own, **kwargs)


class SelfTestPicture(OwnTest, ScopedObjectView):
    """A picture of a question of the own test."""

    permission = Perm.SELF_TEST

    def get(self, request: HttpRequest, pk: int, place: int, picture: int) -> HttpResponse:
        """Hand it out, if its question is public still."""
        answer = get_object_or_404(answers_of(self.get_object()), place=place)
        found = get_object_or_404(answer.question.pictures, pk=picture)
        ending = found.content_type.partition("/")[2]
        return picture_response(found.file.read(), f"{found}.{ending}", found.content_type)
