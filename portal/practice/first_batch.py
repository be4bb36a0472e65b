"""The station of the guided first batch: its people are there, and nothing is done yet."""

from collections.abc import Callable
from datetime import date
from functools import partial

from candidates.models import UploadKind
from examiners.models import Examiner
from exams.models import REQUIRED_EVIDENCE
from portal.practice.exam_desk import checker_of, login_of
from portal.practice.offices import NANTONG, ready
from portal.practice.pictures import practice_picture, practice_sheet
from portal.practice.station_desk import Desk

OFFICE = NANTONG
# What a student uploads, what an exam leaves behind, and the slip of the payment.
UPLOADS = (
    UploadKind.PHOTO,
    UploadKind.ID_FRONT,
    UploadKind.ID_BACK,
    UploadKind.STUDENT_CARD,
    UploadKind.STAMPED_FORM,
)
EVIDENCE = tuple(kind.value for kind in REQUIRED_EVIDENCE)
SLIP = "slip"
SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{kind.value: (str(kind.label), partial(practice_picture, kind)) for kind in UPLOADS},
    **{
        kind.value: (str(kind.label), partial(practice_sheet, str(kind.label), number=number))
        for number, kind in enumerate(REQUIRED_EVIDENCE, start=1)
    },
    SLIP: ("汇款单", partial(practice_sheet, "汇款单", number=9)),
}


def opened_station(today: date) -> Desk:
    """Give the station its scope, its examiners and everybody's login."""
    desk = ready(OFFICE, today=today)
    checker_of(desk)
    for examiner in Examiner.objects.filter(station=desk.station):
        login_of(examiner)
    return desk
