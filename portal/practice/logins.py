"""The practice logins as a table: role, user name, password, what to try first."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Organisation, User
from accounts.services import main_login_of
from portal.practice.exam_desk import CHECKER, PANEL_LOGINS
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
    witness_login,
)
from portal.practice.paper_desk import AUTHOR_LOGIN
from portal.practice.people import FIRST_PASSWORD, PASSWORD
from portal.practice.question_desk import WRITER_LOGIN

# Of the candidates, by the order of the solar terms: who holds a certificate, and who is at which step.
CANDIDATES = {
    "jia-lichun": "已取得证书：下载电子证书，再退出用“证书查询”核验",
    "jia-yushui": "证书由他人代领，已申请补办",
    "jia-zijin": "证书更正换发：查看原证书和新证书",
    "jia-daxue": "职业技能等级证书已寄出：查看 22 位编号和运单号",
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
    newcomer = main_login_of(Organisation.objects.get(code=NEWCOMER_CODE))
    yield _line(centre_login(), "审批一份建站申报，核发一个批次的证书，审批补办")
    yield _line(first.management, "审批批次申请，开放首次登录，确认证书结算，邮寄证书")
    yield _line(witness_login(), "确认监销一张作废的空白证书")
    yield _line(_named(WRITER_LOGIN), "编写试题，由管理站的账号复核")
    yield _line(first.login, "审核报名，登记成绩，上传汇款单，签收证书，登记领取")
    yield _line(_named(f"{CHECKER}@{CHANGZHOU.code}"), "复核由另一账号登记的成绩")
    yield _line(_named(AUTHOR_LOGIN), "按方案组卷，由考试站的账号复核、封存")
    yield _line(second.login, "提交花名册，修改被退回的批次，回复对汇款的疑问")
    password = FIRST_PASSWORD if newcomer.must_change_password else CHOSEN
    yield _line(newcomer, "首次登录：先设置新密码", password)
    yield _line(_named(BRANCH_NAME), "签署职业技能等级认定申报的推荐意见")
    yield _line(_named(APPLICANT_NAME), "上传签字盖章的登记表，提交建站申报")
    yield _line(_named(EXAMINER_LOGIN), "填写、签发评价报告，查看证卡")
    for name in PANEL_LOGINS:
        yield _line(_named(name), "确认、补充或反对评价报告")
    yield _line(_named(SUPERVISOR_LOGIN), "查看本人的督导资格")
    for username, what in CANDIDATES.items():
        yield _line(_named(username), what)


def _named(username: str) -> User:
    return User.objects.get_by_natural_key(username)


def _line(user: User, first: str, password: str = PASSWORD) -> PracticeLogin:
    return PracticeLogin(user.get_role_display(), user.username, password, first)
