"""The examiners whom a bulk act is about."""

from django.http import HttpRequest

from accounts.models import User
from examiners.forms.listing import ExaminerFilter
from examiners.listing import listed_examiners, with_rows
from examiners.models import Examiner, ExaminerQuerySet
from ostami import clock

ALL = "all"
KEY_DIGITS = 18


def chosen_examiners(request: HttpRequest, actor: User) -> ExaminerQuerySet:
    """Return those in scope whom the address names: ``which=all`` with the filters, or `examiner` keys."""
    if request.GET.get("which") == ALL:
        asked = ExaminerFilter(request.GET, actor=actor).asked()
        return listed_examiners(actor=actor, asked=asked, on=clock.today())
    keys = [key for key in request.GET.getlist("examiner") if key.isdecimal() and len(key) <= KEY_DIGITS]
    return with_rows(Examiner.objects.visible_to(actor).filter(pk__in=keys))
