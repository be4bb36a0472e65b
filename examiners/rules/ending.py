"""When an appointment can be ended before its time."""

from collections.abc import Iterator
from datetime import date

from examiners.models import Examiner
from examiners.models.officers import Term
from ostami.problems import Problem


def not_endable(appointment: Examiner | Term, ended_on: date, *, today: date) -> Iterator[Problem]:
    """Yield why `appointment` can't be ended on `ended_on`: it has ended, or the day lies outside of it."""
    title = appointment._meta.verbose_name  # noqa: SLF001  Django's name
    if appointment.ended_on is not None and appointment.ended_on <= today:
        yield Problem(
            f"该{title}的资格已于 {appointment.ended_on} 终止，可能已由他人处理",
            remedy="请返回查看办理记录",
        )
    elif not appointment.valid_from <= ended_on <= appointment.valid_to:
        yield Problem(
            f"终止日期 {ended_on} 不在有效期内（{appointment.valid_from} 至 {appointment.valid_to}）",
            remedy="请填写有效期内的日期；期满自然失效，不必终止",
            field="ended_on",
        )
