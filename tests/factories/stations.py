"""Schools that apply, and applications with all that they need."""

import hashlib
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfWriter

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from ostami import clock
from scope_catalog.models import Trade
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    Attachment,
    AttachmentKind,
    EquipmentItem,
    EquipmentUse,
    PersonRole,
    RequestedTrade,
    Station,
    StationApplication,
)
from stations.sections import REQUIRED_FILES
from tests.factories import people
from tests.factories.catalog import TradeFactory

_serial = count(1)

HOST_FACTS = {
    "nature": "公办高等职业学校",
    "legal_representative": "周校长",
    "head": "周校长",
    "address": "练习市示例路 1 号",
    "phone": "0519-80000000",
    "postcode": "213000",
    "email": "school@example.com",
    "office_area": "120.5",
    "theory_area": "300",
    "practical_area": "1500",
    "reason": "业务发展需要",
}
STAFF = {
    PersonRole.DIRECTOR: ["吴站长"],
    PersonRole.DEPUTY: ["郑副站长"],
    PersonRole.MANAGER: ["王专管"],
    PersonRole.TRAINER: ["冯实训"],
    PersonRole.EXAMINER: ["陈考评", "褚考评", "卫考评"],
}


def small_picture(*, shade: int = 0, kind: str = "JPEG") -> bytes:
    """Make a picture of 8 × 8 pixels; another `shade` makes another file."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (shade * 8 % 256, 40, 90)).save(out, kind)
    return out.getvalue()


def small_pdf(*, pages: int = 1, width: float = 200) -> bytes:
    """Make a PDF of blank pages; another `width` makes another file."""
    writer, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=width, height=200)
    writer.write(out)
    return out.getvalue()


def applicant(
    name: str = "练习申报职业学院", *, management: Organisation | None = None, province: str = "江苏省"
) -> User:
    """Make a school that applies, with its main login."""
    facts = {"parent": management, "province": province, "email": "school@example.com"}
    school = people.organisation(
        OrganisationKind.APPLICANT, name, f"SQ{900000 + next(_serial)}", **facts, phone="0519-80000000"
    )
    return people.user(name, Role.APPLICANT, school, person_name="钱联系", email=school.email)


def draft_application(user: User, **facts: Any) -> StationApplication:
    """Make an empty draft of the user's organisation; a station's names its station."""
    facts.setdefault("kind", ApplicationKind.ESTABLISHMENT)
    if facts["kind"] != ApplicationKind.ESTABLISHMENT:
        facts.setdefault("station", Station.objects.get(organisation=user.organisation))
    facts.setdefault("started_at", clock.now())
    assert user.organisation
    return StationApplication.objects.create(organisation=user.organisation, **facts)


def complete_application(
    user: User, *, trades: list[Trade] | None = None, **facts: Any
) -> StationApplication:
    """Make a draft that lacks nothing; each trade has all equipment and the three examiners.

    Args:
        user: who applies: a school's or a station's login.
        trades: the trades, at most three; one made on the spot where absent, with all its levels.
        facts: other values of the application, its `kind` among them.
    """
    assert user.organisation
    host = {"host_organization": user.organisation.name, "province": user.organisation.province or "江苏省"}
    application = draft_application(user, **{**host, **HOST_FACTS, **facts})
    application.refresh_from_db()
    add_people(application)
    add_equipment(application)
    for trade in [TradeFactory.create()] if trades is None else trades:
        add_trade(application, trade)
    add_required_files(application)
    return application


def add_people(application: StationApplication) -> list[ApplicationPerson]:
    """Add a director, a deputy, a manager, a trainer and three examiners."""
    named = [(role, name) for role, names in STAFF.items() for name in names]
    return [
        ApplicationPerson.objects.create(
            application=application,
            role=role,
            position=position,
            name=name,
            title="高级技师",
            subject="机械制造",
            phone="13900000001",
        )
        for position, (role, name) in enumerate(named, start=1)
    ]


def add_equipment(application: StationApplication, *, training: int = 2, testing: int = 1) -> None:
    """Add machines and instruments, in order."""
    for use, number in ((EquipmentUse.TRAINING, training), (EquipmentUse.TESTING, testing)):
        for position in range(1, number + 1):
            EquipmentItem.objects.create(
                application=application,
                use=use,
                position=position,
                name=f"{use.label} {position}",
                quantity=position,
            )


def add_trade(application: StationApplication, trade: Trade, *, levels: str = "") -> RequestedTrade:
    """Request a trade, with all equipment and all examiners of the application."""
    requested = RequestedTrade.objects.create(
        application=application, trade=trade, levels=levels or trade.levels
    )
    requested.equipment.set(application.equipment.all())
    requested.examiners.set(application.people.filter(role=PersonRole.EXAMINER))
    return requested


def add_required_files(application: StationApplication) -> None:
    """Add as many files of each kind as the application needs."""
    for kind, least in REQUIRED_FILES[ApplicationKind(application.kind)].items():
        for _ in range(least):
            add_file(application, kind)


def add_file(application: StationApplication, kind: AttachmentKind) -> Attachment:
    """Add a file: a picture as photo, else a PDF."""
    number = next(_serial)
    if kind == AttachmentKind.PHOTO:
        content, ending, content_type = small_picture(shade=number), "jpg", "image/jpeg"
    else:
        content, ending, content_type = small_pdf(width=200 + number), "pdf", "application/pdf"
    added = Attachment(
        application=application,
        kind=kind,
        name=f"{kind.label}.{ending}",
        content_type=content_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_at=clock.now(),
    )
    added.file.save(f"{number}.{ending}", ContentFile(content), save=False)
    added.save()
    return added


def rows_data(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sends for a block of rows."""
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        data.update({f"{prefix}-{index}-{name}": value for name, value in row.items()})
    return data
