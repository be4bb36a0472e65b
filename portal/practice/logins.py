"""The practice logins as a table: role, user name, password, what to try first."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from portal.practice.offices import (
    APPLICANT_NAME,
    BRANCH_NAME,
    CHANGZHOU,
    EXAMINER_LOGIN,
    NEWCOMER_CODE,
    SUPERVISOR_LOGIN,
    YUNYANG,
    centre_login,
    desk_of,
)
from portal.practice.people import FIRST_PASSWORD, PASSWORD
from stations.models import Station

# Of the candidates, by the order of the solar terms: who holds a certificate, and who is at which step.
CANDIDATES = {
    "jia-lichun": "已取得证书：查看证书，再退出用“证书查询”核验",
    "jia-xiaoshu": "报名草稿：核对并提交报名",
    "jia-dashu": "已提交：打印申报表，上传盖章表",
    "jia-chushu": "被退回：按退回意见补正",
}
CHOSEN = "（您设置的新密码）"


@dataclass(frozen=True, slots=True)
class PracticeLogin:
    """One line of the table."""

    role: str
    username: str
    password: str
    first: str


def practice_logins() -> Iterator[PracticeLogin]:
    """Yield the practice logins, staff first."""
    first, second = desk_of(CHANGZHOU), desk_of(YUNYANG)
    newcomer = Station.objects.get(organisation__code=NEWCOMER_CODE).organisation.users.get()
    yield _line(centre_login(), "核发一个批次的证书")
    yield _line(first.management, "审批批次申请，审核成绩")
    yield _line(first.login, "审核报名，登记成绩，提交批次草稿")
    yield _line(second.login, "提交花名册，修改被退回的批次")
    password = FIRST_PASSWORD if newcomer.must_change_password else CHOSEN
    yield _line(newcomer, "首次登录：先设置新密码", password)
    yield _line(_named(BRANCH_NAME), "查看本省考试站和年度计划")
    yield _line(_named(APPLICANT_NAME), "登录后的首页")
    yield _line(_named(EXAMINER_LOGIN), "登录后的首页")
    yield _line(_named(SUPERVISOR_LOGIN), "登录后的首页")
    for username, what in CANDIDATES.items():
        yield _line(_named(username), what)


def _named(username: str) -> User:
    return User.objects.get_by_natural_key(username)


def _line(user: User, first: str, password: str = PASSWORD) -> PracticeLogin:
    return PracticeLogin(user.get_role_display(), user.username, password, first)
