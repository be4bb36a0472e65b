"""The offices of the practice portal: stations of the public list with logins and fictitious staff."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from accounts.services import main_login_of, set_own_password
from examiners.models import Examiner, Grade
from examiners.services.roster import ExaminerFacts, register_examiner
from portal.practice.people import FIRST_PASSWORD, PASSWORD
from portal.practice.station_desk import Desk
from scope_catalog.selectors import trade_by_code
from stations.models import ScopeGrant, Station
from stations.services.scope import grant_scope

TURNER, MILLER, ELECTRICIAN, FITTER = "JX04-05-01-01", "JX04-05-02-01", "JX05-06-03", "JX05-06-02"
# Of the scheme skill_level, whose batches go to the province's branch first.
VEHICLE_TESTER = "4-08-05-05"
APPOINTED_DAYS = 3 * 365


@dataclass(frozen=True, slots=True)
class Staff:
    """A fictitious examiner."""

    name: str
    trades: tuple[str, ...]
    grade: Grade = Grade.EXAMINER


@dataclass(frozen=True, slots=True)
class Office:
    """What a practice station has: its code, its scope by trade code, its examiners."""

    code: str
    scope: dict[str, tuple[int, ...]]
    staff: tuple[Staff, ...]


CHANGZHOU = Office(
    "49284267",
    {TURNER: (5, 4, 3, 2), MILLER: (5, 4, 3), VEHICLE_TESTER: (4, 3)},
    (
        Staff("贾金工", (TURNER, MILLER), Grade.SENIOR),
        Staff("贾精车", (TURNER, MILLER), Grade.SENIOR),
        Staff("贾量准", (TURNER, VEHICLE_TESTER), Grade.SENIOR),
        Staff("贾铣平", (TURNER, MILLER, VEHICLE_TESTER)),
        Staff("贾磨光", (TURNER, MILLER, VEHICLE_TESTER)),
    ),
)
YUNYANG = Office(
    "49284299",
    {ELECTRICIAN: (5, 4, 3), FITTER: (5, 4)},
    (
        Staff("贾安电", (ELECTRICIAN, FITTER), Grade.SENIOR),
        Staff("贾接线", (ELECTRICIAN,)),
        Staff("贾装配", (ELECTRICIAN, FITTER)),
        Staff("贾修机", (FITTER,)),
    ),
)
NANTONG = Office(
    "49284285",
    {TURNER: (5, 4, 3)},
    (
        Staff("贾主考", (TURNER,), Grade.SENIOR),
        Staff("贾副考", (TURNER,)),
        Staff("贾评分", (TURNER,)),
    ),
)
# This station's login still has its first password.
NEWCOMER_CODE = "49284752"
BRANCH_NAME, BRANCH_CODE, BRANCH_PROVINCE = "江苏省分支机构（演练）", "BR320000", "江苏省"
APPLICANT_NAME, APPLICANT_CODE = "演练职业技术学校", "SB000001"
EXAMINER_LOGIN, SUPERVISOR_LOGIN = "贾金工", "贾督导"
# The management station's second person, who witnesses destructions.
WITNESS_LOGIN = "贾监销"


def centre_login() -> User:
    """Return the centre's main login."""
    return _usable(main_login_of(Organisation.objects.get(kind=OrganisationKind.CENTRE)))


def branch_login() -> User:
    """Return the branch's main login."""
    return _usable(main_login_of(Organisation.objects.get(code=BRANCH_CODE)))


def witness_login() -> User:
    """Return the login of the management station's second person, made where there is none."""
    management = Organisation.objects.get(kind=OrganisationKind.MANAGEMENT)
    return _person(WITNESS_LOGIN, Role.MANAGEMENT, management)


def desk_of(office: Office) -> Desk:
    """Return a station's desk, its logins ready to use."""
    station = Station.objects.select_related("organisation__parent").get(organisation__code=office.code)
    management = station.organisation.parent
    if management is None:
        raise Station.DoesNotExist
    return Desk(station, _usable(main_login_of(station.organisation)), _usable(main_login_of(management)))


def _usable(login: User) -> User:
    """Give a login that can't be used yet the practice password; one that is used or being opened stays."""
    if not (login.has_usable_password() or login.must_change_password):
        set_own_password(user=login, password=PASSWORD)
    return login


def ready(office: Office, *, today: date) -> Desk:
    """Return a station's desk; scope and examiners that it lacks are granted and appointed on `today`."""
    desk = desk_of(office)
    granted = set(ScopeGrant.objects.live().filter(station=desk.station).values_list("trade", flat=True))
    for code, levels in office.scope.items():
        trade = trade_by_code(code)
        if trade.pk not in granted:
            grant_scope(station=desk.station, trade=trade, levels=levels, actor=desk.management, today=today)
    known = set(Examiner.objects.filter(station=desk.station).values_list("certificate_number", flat=True))
    for number, staff in enumerate(office.staff, start=1):
        certificate = f"YL{office.code}{number:02d}"
        if certificate not in known:
            _appoint(desk, staff, certificate, today)
    return desk


def _appoint(desk: Desk, staff: Staff, certificate: str, today: date) -> None:
    trades = tuple(trade_by_code(code) for code in staff.trades)
    facts = ExaminerFacts(
        person_name=staff.name,
        grade=staff.grade.value,
        certificate_number=certificate,
        valid_from=today,
        valid_to=today + timedelta(days=APPOINTED_DAYS),
        trades=trades,
    )
    register_examiner(station=desk.station, facts=facts, actor=desk.management)


def other_logins() -> None:
    """Make the logins of the roles that have no part in a batch yet, and the one with a first password."""
    management = Organisation.objects.get(kind=OrganisationKind.MANAGEMENT)
    branch, _ = Organisation.objects.get_or_create(
        code=BRANCH_CODE,
        defaults={"kind": OrganisationKind.BRANCH, "name": BRANCH_NAME, "province": BRANCH_PROVINCE},
    )
    _usable(main_login_of(branch))
    _person(SUPERVISOR_LOGIN, Role.SUPERVISOR, management)
    examiner = Examiner.objects.select_related("station__organisation").get(person_name=EXAMINER_LOGIN)
    if examiner.user is None:
        examiner.user = _person(EXAMINER_LOGIN, Role.EXAMINER, examiner.station.organisation)
        examiner.save(update_fields=["user"])
    newcomer = main_login_of(Organisation.objects.get(code=NEWCOMER_CODE))
    if not newcomer.has_usable_password():
        newcomer.set_password(FIRST_PASSWORD)
        newcomer.must_change_password = True
        newcomer.save(update_fields=["password", "must_change_password"])


def _person(name: str, role: Role, organisation: Organisation) -> User:
    found = organisation.users.filter(username=name).first()
    return found or User.objects.create_user(
        name, PASSWORD, role=role, organisation=organisation, person_name=name
    )
