"""What an examiner sees of the own appointment."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch

from accounts.models import User
from examiners.models import Examiner, ExaminerTrade
from examiners.services.inviting import has_ended
from ostami import clock

NOBODY = "您的账号没有对应的考评员登记。请联系所在考试站。"


def own_examiner(user: User) -> Examiner:
    """Return the appointment of the person who is logged in, station and trades at hand.

    Raises:
        PermissionDenied: there is none, or it has ended: the login may still be open on that day.
    """
    trades = Prefetch("trade_places", ExaminerTrade.objects.select_related("trade__occupation"))
    rows = Examiner.objects.select_related("station__organisation").prefetch_related(trades, "suspensions")
    examiner = rows.filter(user=user).first()
    if examiner is None:
        raise PermissionDenied(NOBODY)
    if has_ended(examiner, on=clock.today()):
        raise PermissionDenied(f"您的考评员资格已于 {examiner.ended_on} 终止。有疑问的请联系所在考试站。")
    return examiner
