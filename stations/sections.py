"""The sections of an application: which kind has which, and which files go with it."""

from django.db import models

from ostami.policy import STATION_PHOTOS
from stations.models import ApplicationKind, AttachmentKind
from stations.models.attachments import RULES


class Section(models.TextChoices):
    """A part of an application that is filled in on a page of its own."""

    HOST = "host", "承建单位简况"
    PREMISES = "premises", "场地"
    PEOPLE = "people", "人员配备"
    EQUIPMENT = "equipment", "设备"
    TRADES = "trades", "申请工种"
    REASON = "reason", "申请事由"
    FILES = "files", "上传材料"


SECTIONS: dict[ApplicationKind, tuple[Section, ...]] = {
    ApplicationKind.ESTABLISHMENT: (
        Section.HOST,
        Section.PREMISES,
        Section.PEOPLE,
        Section.EQUIPMENT,
        Section.TRADES,
        Section.FILES,
    ),
    ApplicationKind.SCOPE_ADDITION: (Section.PEOPLE, Section.EQUIPMENT, Section.TRADES, Section.FILES),
    ApplicationKind.SCOPE_REDUCTION: (Section.TRADES, Section.REASON, Section.FILES),
    ApplicationKind.RENEWAL: (
        Section.HOST,
        Section.PREMISES,
        Section.PEOPLE,
        Section.EQUIPMENT,
        Section.REASON,
        Section.FILES,
    ),
    ApplicationKind.CHANGE: (Section.HOST, Section.PEOPLE, Section.REASON, Section.FILES),
}

_SIGNED = {AttachmentKind.SIGNED_FORM: 1}
# How many files of which kind each application needs at least (guide 2.1.4 and 2.3, notes 3 to 7).
REQUIRED_FILES: dict[ApplicationKind, dict[AttachmentKind, int]] = {
    ApplicationKind.ESTABLISHMENT: {
        **dict.fromkeys(RULES, 1),
        AttachmentKind.INTRODUCTION: 1,
        AttachmentKind.PHOTO: STATION_PHOTOS,
        AttachmentKind.WORK_PLAN: 1,
        **_SIGNED,
    },
    ApplicationKind.SCOPE_ADDITION: _SIGNED,
    ApplicationKind.SCOPE_REDUCTION: _SIGNED,
    ApplicationKind.RENEWAL: {AttachmentKind.WORK_PLAN: 1, **_SIGNED},
    ApplicationKind.CHANGE: {AttachmentKind.PROOF: 1, **_SIGNED},
}
# How many there may be at most; of all other kinds one.
MOST_FILES = {AttachmentKind.PHOTO: 10, AttachmentKind.SIGNED_FORM: 10, AttachmentKind.PROOF: 5}
