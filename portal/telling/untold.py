"""The transitions of which nobody is told, each with the reason."""

from collections.abc import Mapping
from typing import Any

from batches.models import Batch, DateChange
from candidates.models import Correction, Enrolment
from certificates.models import (
    BlankDestruction,
    Certificate,
    CertificateChange,
    FormerRevocation,
    Settlement,
)
from examiners.models import ExaminerApplication, Training, Transfer
from exams.models import EvidenceDisposal, SupervisionAssignment
from portal.models import PublicText
from question_bank.models import PracticalTask, Question
from stations.models import StationApplication

TAKEN_BACK = "taken back by whoever asked, before it was decided: it leaves the other's list"
BY_THE_DOZEN = "comes by the dozen: the to-do lists count them, their deadline is told"
PUBLIC = "everybody reads it on the public pages"
WITH_THE_PARCEL = "the parcel tells it"
WITH_THE_CHANGE = "the change that was asked for tells it"

UNTOLD: dict[type[Any], Mapping[str, str]] = {
    StationApplication: {"recall": TAKEN_BACK},
    ExaminerApplication: {"recall": TAKEN_BACK},
    Training: {"close": "the results were told as they were entered"},
    Transfer: {"withdraw": TAKEN_BACK},
    Batch: {
        "withdraw": TAKEN_BACK,
        "submit_roster": "nobody decides on a roster; candidates were told of their acceptance",
        "archive": "the station keeps its own files",
    },
    DateChange: {"withdraw": TAKEN_BACK},
    Correction: {"withdraw": TAKEN_BACK},
    Enrolment: {"submit": "the candidate's own step, before the stamped form", "stamp": BY_THE_DOZEN},
    Question: {"submit": BY_THE_DOZEN, "approve": BY_THE_DOZEN, "retire": BY_THE_DOZEN},
    PracticalTask: {"submit": BY_THE_DOZEN, "approve": BY_THE_DOZEN, "retire": BY_THE_DOZEN},
    SupervisionAssignment: {"report": "the report that completes it tells it"},
    EvidenceDisposal: {"withdraw": TAKEN_BACK},
    Certificate: {
        "post": WITH_THE_PARCEL,
        "unpost": WITH_THE_PARCEL,
        "miss": WITH_THE_PARCEL,
        "hand_over": "the holder has it in hand",
        "revoke": WITH_THE_CHANGE,
        "reissue": WITH_THE_CHANGE,
        "replace": WITH_THE_CHANGE,
    },
    CertificateChange: {"withdraw": TAKEN_BACK},
    BlankDestruction: {"withdraw": TAKEN_BACK},
    FormerRevocation: {"withdraw": TAKEN_BACK},
    Settlement: {"waive": "there is nothing to pay"},
    PublicText: {"publish": PUBLIC, "withdraw": PUBLIC},
}
