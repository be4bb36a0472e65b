"""Holding a paper's use while it is signed for or handed out."""

from django.http import Http404

from accounts.models import User
from batches.models import Batch
from exams.papers.signing import JOINED
from question_bank.models import Paper, PaperUse


def held_use(use: PaperUse, actor: User) -> PaperUse:
    """Return the use as stored, its batch and its paper held: neither date nor paper changes meanwhile.

    Raises:
        Http404: it isn't in the actor's scope, or was taken back.
    """
    batches = Batch.objects.order_by().select_for_update(of=("self",), no_key=True)
    batches.filter(items__papers=use.pk).first()
    papers = Paper.objects.order_by().select_for_update(of=("self",), no_key=True)
    papers.filter(uses=use.pk).first()
    stored = PaperUse.objects.visible_to(actor).select_related(*JOINED).filter(pk=use.pk).first()
    if stored is None:
        raise Http404
    return stored
