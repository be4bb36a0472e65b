"""Registration of a candidate: the login and the person, who agreed to the privacy text."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.identity import DocumentType, document_index, kinds_of_one_card
from accounts.models import User
from accounts.names import login_key
from accounts.rights import Role
from candidates.models import Candidate
from candidates.person.privacy import CURRENT_VERSION
from candidates.person.registration import NewCandidate, registration_problems
from candidates.services.consents import give_consent
from ostami import clock
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit


class NumberTakenError(BlockedError):
    """Somebody has registered the document number: what a stranger must not be told.

    Attributes:
        holder: who has it.
    """

    def __init__(self, holder: Candidate) -> None:
        self.holder = holder
        remedy = "如为本人，请直接登录；忘记用户名或密码请用“找回账号”"
        super().__init__([Problem("该证件号码已注册", "4.3-3", remedy, "document_number")])


def register_candidate(*, person: NewCandidate, password: str, today: date) -> Candidate:
    """Make the login and the candidate; the person agreed to the privacy text.

    Raises:
        NumberTakenError: the document number is registered; nothing else is wrong.
        BlockedError: something is wrong with the facts, or the user name is taken.
    """
    person = person.cleaned()
    refuse_if(registration_problems(person, today=today))
    # Hashing takes most of the time. It comes before anything is looked up, so that no answer comes sooner.
    password_hash = make_password(password)
    try:
        with transaction.atomic():
            _refuse_taken(person)
            return _store(person, password_hash)
    except IntegrityError:
        # Somebody else was quicker by an instant: the constraints said so, and the sentences say why.
        _refuse_taken(person)
        raise


def candidate_with_number(*, kind: DocumentType, number: str) -> Candidate | None:
    """Return who has registered an already cleaned number as a document of this kind, or of the same card."""
    kinds = kinds_of_one_card(kind)
    people = Candidate.objects.filter(document_type__in=kinds, document_index=document_index(number))
    return people.select_related("user").first()


def _refuse_taken(person: NewCandidate) -> None:
    if User.objects.filter(login_key=login_key(person.username)).exists():
        text = f"用户名“{person.username}”已有人使用"
        raise BlockedError([Problem(text, remedy="请另取一个用户名", field="username")])
    if holder := candidate_with_number(kind=person.document_type, number=person.document_number):
        raise NumberTakenError(holder)


def _store(person: NewCandidate, password_hash: str) -> Candidate:
    # Without both there is a problem, and nobody comes this far.
    assert person.sex is not None  # noqa: S101
    assert person.birth_date is not None  # noqa: S101
    candidate = Candidate(
        user=_login(person, password_hash),
        name=person.name,
        document_type=person.document_type,
        sex=person.sex,
        birth_date=person.birth_date,
        phone=person.phone,
    )
    candidate.document_number = person.document_number
    candidate.save()
    changes = {
        "证件号码": ("", candidate.masked_number),
        "个人信息处理说明": ("", f"同意（{CURRENT_VERSION} 版）"),
    }
    audit.record(
        candidate, action="register", sentence="注册了考生账号", actor=candidate.user, changes=changes
    )
    give_consent(user=candidate.user, at=clock.now())
    return candidate


def _login(person: NewCandidate, password_hash: str) -> User:
    user = User(
        username=person.username,
        password=password_hash,
        role=Role.CANDIDATE,
        person_name=person.name,
        email=person.email,
        phone=person.phone,
    )
    user.save()
    return user
