"""What a school does at its desk to become an exam station, through the verbs of the pages."""

from decimal import Decimal

from accounts.models import Organisation, OrganisationKind, User
from accounts.services import main_login_of, set_own_password
from ostami import clock
from portal.practice.people import PASSWORD
from portal.practice.pictures import practice_sheet
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import ApplicationKind, AttachmentKind, EquipmentUse, PersonRole, StationApplication
from stations.sections import REQUIRED_FILES
from stations.services.drafting import save_host, save_premises
from stations.services.equipment import EquipmentEntry, save_equipment
from stations.services.files import SentFile, store_attachments
from stations.services.people import PersonEntry, save_people
from stations.services.starting import start_application
from stations.services.trades import change_request, request_trade

PROVINCE = "江苏省"
HOST = {
    "nature": "公办职业学校",
    "legal_representative": "贾校长",
    "head": "贾校长",
    "province": PROVINCE,
    "address": "演练市实训路 1 号",
    "phone": "0000-80000000",
    "postcode": "000000",
    "email": "school@example.invalid",
}
AREAS = {"office_area": Decimal(80), "theory_area": Decimal(260), "practical_area": Decimal(1200)}
STAFF = (
    (PersonRole.DIRECTOR, "贾站长", "高级讲师", "教学管理"),
    (PersonRole.DEPUTY, "贾副站", "高级讲师", "实训管理"),
    (PersonRole.MANAGER, "贾专管", "讲师", "考务管理"),
    (PersonRole.TRAINER, "贾教师", "高级技师", "数控加工"),
    (PersonRole.EXAMINER, "贾考一", "高级技师", "数控加工"),
    (PersonRole.EXAMINER, "贾考二", "高级讲师", "机械制造"),
    (PersonRole.EXAMINER, "贾考三", "技师", "电气技术"),
)
EQUIPMENT = (
    (EquipmentUse.TRAINING, "数控车床 CAK6140", 12),
    (EquipmentUse.TRAINING, "数控铣床 XK714", 8),
    (EquipmentUse.TRAINING, "电气控制实训台 DK-01", 20),
    (EquipmentUse.TESTING, "外径千分尺 0–25 mm", 40),
    (EquipmentUse.TESTING, "数字万用表 UT-61", 24),
)


def school_login(name: str, code: str) -> User:
    """Return the login of a school that applies, ready to use."""
    management = Organisation.objects.get(kind=OrganisationKind.MANAGEMENT)
    facts = {"kind": OrganisationKind.APPLICANT, "name": name, "parent": management, "province": PROVINCE}
    school, _ = Organisation.objects.get_or_create(code=code, defaults=facts)
    login = main_login_of(school)
    if not login.has_usable_password():
        set_own_password(user=login, password=PASSWORD)
    return login


def filled_application(
    login: User, *trades: Trade, scheme: Scheme = Scheme.ABILITY, signed: bool = True
) -> StationApplication:
    """Fill an application in, with every file but for the `signed` form where that is still to be made."""
    application = start_application(
        kind=ApplicationKind.ESTABLISHMENT, actor=login, at=clock.now(), scheme=scheme
    )
    save_host(application=application, actor=login, answers={"host_organization": login.username, **HOST})
    save_premises(application=application, actor=login, answers=AREAS)
    people = [
        PersonEntry(role=role, name=name, title=title, subject=subject, position=place)
        for place, (role, name, title, subject) in enumerate(STAFF, start=1)
    ]
    save_people(application=application, actor=login, entries=people)
    items = [
        EquipmentEntry(use=use, name=name, quantity=quantity, position=place)
        for place, (use, name, quantity) in enumerate(EQUIPMENT, start=1)
    ]
    save_equipment(application=application, actor=login, entries=items)
    for trade in trades:
        _provide(application, login, trade)
    _upload(application, login, signed=signed)
    application.refresh_from_db()
    return application


def _provide(application: StationApplication, login: User, trade: Trade) -> None:
    """Ask for a trade up to level 3, with all equipment and all examiners."""
    levels = [level for level in trade.level_list if level > 2]  # noqa: PLR2004  senior examiners judge 2 and 1
    today = clock.today()
    requested = request_trade(application=application, actor=login, trade=trade, levels=levels, today=today)
    change_request(
        requested=requested,
        actor=login,
        levels=levels,
        equipment=list(application.equipment.all()),
        examiners=list(application.people.filter(role=PersonRole.EXAMINER)),
    )


def _upload(application: StationApplication, login: User, *, signed: bool) -> None:
    for kind, number in REQUIRED_FILES[ApplicationKind(application.kind)].items():
        if signed or kind != AttachmentKind.SIGNED_FORM:
            _store(application, login, kind, number)


def _store(application: StationApplication, login: User, kind: AttachmentKind, number: int) -> None:
    several = range(1, number + 1) if number > 1 else range(1)
    files = [
        SentFile(f"{kind.label}{place or ''}.jpg", practice_sheet(kind.label, number=place))
        for place in several
    ]
    store_attachments(application=application, kind=kind, files=files, actor=login, at=clock.now())
