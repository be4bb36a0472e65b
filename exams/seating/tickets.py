"""The number on an admission ticket (准考证号)."""

from candidates.models import Enrolment

STATION_DIGITS, YEAR_DIGITS, SEQUENCE_DIGITS = 3, 2, 3


def ticket_number(enrolment: Enrolment) -> str:
    """Return a candidate's ticket number, such as ``26726003001``.

    The station code's last three digits, the year's last two, the batch's serial, and the order of enrolment
    in three digits, or in four from the thousandth on. All of them stand once the roster was handed in, so
    the number is worked out, not stored.

    Raises:
        ValueError: the batch has no number, or the enrolment was never handed in.
    """
    if not enrolment.batch.number or enrolment.sequence is None:
        raise ValueError("A ticket number needs a numbered batch and an enrolment that was handed in.")
    code, year, serial = enrolment.batch.number.rsplit("-", 2)
    sequence = f"{enrolment.sequence:0{SEQUENCE_DIGITS}d}"
    return f"{code[-STATION_DIGITS:]}{year[-YEAR_DIGITS:]}{serial}{sequence}"
