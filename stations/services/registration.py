"""Registration of a school that wants to apply: a login comes by a confirmed mail address alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.links import make_link_token, read_link_token
from accounts.mail import send_mail_to
from accounts.models import Organisation, OrganisationKind, User
from accounts.names import clean_person_name, fold, login_key
from accounts.services import main_login_of
from ostami.problems import BlockedError, Problem, refuse_if
from stations.models import ApplicantRegistration, Station, StationStatus
from stations.services.mail_limit import mail_problems
from workflow import audit
from workflow.numbering import next_number

LINK_HOURS = 48
LINK_AGE = timedelta(hours=LINK_HOURS)
PURPOSE = "applicant-registration"
CODE_HEAD = "SQ"
STATION_WORD = "考试站"
GONE = Problem(
    "这次注册已经确认过，或已被重新提交的注册代替",
    remedy="已确认的请直接登录；重新注册过的，请打开最新一封邮件中的链接",
)
WRONG_PASSWORD = Problem(
    "密码不正确", remedy="请填写注册时设置的密码；不记得的，请重新注册", field="password"
)
NO_MANAGEMENT = Problem("平台还没有登记管理站，暂不能开户", remedy="请联系指导中心")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplicant:
    """A school that registers, and who answers for it."""

    name: str
    province: str
    contact: str
    phone: str
    email: str

    def cleaned(self) -> "NewApplicant":
        """Return the facts folded to one spelling, names as the registry writes them."""
        return replace(
            self, name=fold(self.name), contact=clean_person_name(self.contact), email=self.email.strip()
        )


@transaction.atomic
def register_applicant(
    *, applicant: NewApplicant, password: str, at: datetime, link: Callable[[str], str]
) -> ApplicantRegistration:
    """Keep a registration until its mail address is confirmed, and mail the link that confirms it.

    An unconfirmed registration of the same name is replaced: its address may have been mistyped. Those whose
    link has run out are deleted on the way.

    Args:
        applicant: who registers.
        password: as typed, already judged; stored hashed.
        at: the instant of the act.
        link: makes the link's address of a token.

    Raises:
        BlockedError: the name is taken, or is a station's; or the address had its mails for the day.
    """
    facts = applicant.cleaned()
    refuse_if(name_problems(facts.name))
    refuse_if(mail_problems(facts.email, at=at))
    waiting = ApplicantRegistration.objects.all()
    (waiting.filter(name=facts.name) | waiting.filter(made_at__lte=at - LINK_AGE)).delete()
    made = ApplicantRegistration.objects.create(
        name=facts.name,
        province=facts.province,
        contact=facts.contact,
        phone=facts.phone,
        email=facts.email,
        password=make_password(password),
        made_at=at,
    )
    send_mail_to(
        address=made.email,
        subject="请确认邮箱，完成申报单位注册",
        template="stations/applications/confirm_mail.txt",
        context={
            "registration": made,
            "link": link(make_link_token(PURPOSE, str(made.pk))),
            "hours": LINK_HOURS,
        },
    )
    return made


def name_problems(name: str) -> Iterator[Problem]:
    """Yield why a folded school's name can't be registered."""
    if name.endswith(STATION_WORD):
        yield Problem(
            "这里填写承建单位（学校）的全称，不填考试站名称",
            "2.4",
            "考试站名称在批准后由平台给定；已建站的请用考试站账号登录",
            "name",
        )
    hosted = Station.objects.filter(host_organization=name).exclude(status=StationStatus.CLOSED)
    if station := hosted.select_related("organisation").first():
        yield Problem(
            f"“{name}”已是“{station}”的承建单位",
            "2.4",
            "请用考试站全称登录，在平台内办理增项、延续等；首次登录请联系管理站开放",
            "name",
        )
    elif _is_taken(name):
        yield Problem(
            f"“{name}”已注册",
            remedy="请直接用单位全称登录，忘记密码可用“找回密码”；不是本单位注册的，请联系管理站",
            field="name",
        )


def _is_taken(name: str) -> bool:
    key = login_key(name)
    by_name = Organisation.objects.filter(name=name).exists()
    return by_name or User.objects.filter(login_key=key).exists()


def waiting_registration(token: str) -> ApplicantRegistration:
    """Return the registration that a mailed token confirms.

    Raises:
        BlockedError: the link ran out, was changed, or is of a registration that waits no longer.
    """
    return _waiting(token, ApplicantRegistration.objects.all())


def _waiting(token: str, rows: QuerySet[ApplicantRegistration]) -> ApplicantRegistration:
    found = rows.filter(pk=read_link_token(PURPOSE, token, LINK_AGE)).first()
    if found is None:
        raise BlockedError([GONE])
    return found


class WrongPasswordError(BlockedError):
    """Whoever has the link doesn't know the password of its registration."""


@transaction.atomic
def confirm_registration(*, token: str, password: str) -> User:
    """Open the school's account: its organisation and its main login; audited.

    The link proves the mailbox, the password that it was the mailbox's owner who registered: a stranger who
    registers a school's name and address would have the school open an account under the stranger's password.

    Raises:
        WrongPasswordError: the password isn't the registration's; it can be tried again.
        BlockedError: the link is worth nothing any more, or the name was taken in the meantime.
    """
    registration = _waiting(token, ApplicantRegistration.objects.select_for_update())
    if not check_password(password, registration.password):
        raise WrongPasswordError([WRONG_PASSWORD])
    refuse_if(name_problems(registration.name))
    try:
        with transaction.atomic():
            user = _opened(registration)
    except IntegrityError:
        # Two links of one name at one instant: the constraint let one of them pass.
        refuse_if(name_problems(registration.name))
        raise
    registration.delete()
    audit.record(user, action="register", sentence="确认邮箱，开通了申报单位账号", actor=user)
    return user


def _opened(registration: ApplicantRegistration) -> User:
    user = main_login_of(_organisation(registration))
    user.person_name, user.phone = registration.contact, registration.phone
    user.password = registration.password
    user.save(update_fields=["person_name", "phone", "password"])
    return user


def _organisation(registration: ApplicantRegistration) -> Organisation:
    management = Organisation.objects.filter(kind=OrganisationKind.MANAGEMENT).order_by("pk").first()
    if management is None:
        raise BlockedError([NO_MANAGEMENT])
    return Organisation.objects.create(
        kind=OrganisationKind.APPLICANT,
        name=registration.name,
        code=f"{CODE_HEAD}{next_number('applicant'):06d}",
        parent=management,
        province=registration.province,
        email=registration.email,
        phone=registration.phone,
    )
