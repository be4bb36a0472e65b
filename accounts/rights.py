"""The one table of who may do what: every view names a right, every right is granted to roles here."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class Role(models.TextChoices):
    """What a person comes to the portal as."""

    APPLICANT = "applicant", "申报单位"
    STATION = "station", "考试站"
    MANAGEMENT = "management", "管理站"
    BRANCH = "branch", "省级分支机构"
    CENTRE = "centre", "指导中心"
    EXAMINER = "examiner", "考评员"
    SUPERVISOR = "supervisor", "督导员"
    CANDIDATE = "candidate", "考生"


class Perm(models.TextChoices):
    """A right, labelled as the sentence that refuses it says it."""

    ACCOUNT_OWN = "account_own", "管理自己的账号"
    AUDIT_VIEW = "audit_view", "查看办理记录"
    JOB_VIEW = "job_view", "查看自己的后台任务"
    SEARCH = "search", "全站搜索"
    MAILS = "mails", "查看未发出的邮件"
    CATALOGUE_EDIT = "catalogue_edit", "更正评价范围目录"
    STATION_VIEW = "station_view", "查看考试站资料"
    STATION_LIST = "station_list", "查看考试站台账"
    STATION_LOGIN = "station_login", "开放考试站首次登录"
    STATION_MANAGE = "station_manage", "管理考试站登记"
    STAFF_EDIT = "staff_edit", "管理本站人员账号"
    OFFICE_LOGINS = "office_logins", "管理本单位人员账号"
    APPLICATION_VIEW = "application_view", "查看考试站申报"
    APPLICATION_EDIT = "application_edit", "填报考试站申报"
    APPLICATION_ENDORSE = "application_endorse", "签署推荐意见"
    APPLICATION_APPROVE = "application_approve", "审批考试站申报"
    REVIEW_VIEW = "review_view", "查看年审"
    REVIEW_EDIT = "review_edit", "填报年审"
    REVIEW_GRADE = "review_grade", "评定年审"
    SCOPE_GRANT = "scope_grant", "授予或撤销评价范围"
    EXAMINER_VIEW = "examiner_view", "查看考评员名册"
    EXAMINER_EDIT = "examiner_edit", "登记或终止考评员"
    EXAMINER_INVITE = "examiner_invite", "邀请考评员开通账号"
    EXAMINER_APPLICATION_VIEW = "examiner_application_view", "查看考评员申报"
    EXAMINER_APPLY = "examiner_apply", "申报考评员"
    EXAMINER_CHECK = "examiner_check", "核查考评员申报"
    EXAMINER_APPROVE = "examiner_approve", "审批考评员申报"
    TRAINING_VIEW = "training_view", "查看培训认证班"
    TRAINING_ENTER = "training_enter", "报名培训认证班"
    TRAINING_MANAGE = "training_manage", "举办培训认证班"
    TRANSFER_VIEW = "transfer_view", "查看考评员调动"
    TRANSFER_CONSENT = "transfer_consent", "申请或同意考评员调动"
    TRANSFER_APPROVE = "transfer_approve", "批准考评员调动"
    SUPERVISOR_VIEW = "supervisor_view", "查看督导员名册"
    SUPERVISOR_EDIT = "supervisor_edit", "登记督导员"
    OWN_APPOINTMENT = "own_appointment", "查看本人的考评工作"
    OWN_SUPERVISION = "own_supervision", "查看本人的督导工作"
    PLAN_VIEW = "plan_view", "查看年度计划"
    PLAN_EDIT = "plan_edit", "编制年度计划"
    PLAN_APPROVE = "plan_approve", "审批年度计划"
    PLAN_SUMS = "plan_sums", "汇总年度计划"
    BATCH_VIEW = "batch_view", "查看批次"
    BATCH_EDIT = "batch_edit", "申请批次"
    BATCH_ENDORSE = "batch_endorse", "审核本省职业技能等级认定批次"
    BATCH_APPROVE = "batch_approve", "审批批次"
    BATCH_RETURN = "batch_return", "退回批次申请"
    BATCH_CANCEL = "batch_cancel", "取消批次"
    DATE_CHANGE_REQUEST = "date_change_request", "申请调整考试日期"
    DATE_CHANGE_DECIDE = "date_change_decide", "审批考试日期调整"
    WORKING_DAYS_EDIT = "working_days_edit", "维护节假日表"
    SUPERVISION_VIEW = "supervision_view", "查看督考安排"
    SUPERVISION_DISPATCH = "supervision_dispatch", "抽取督考批次、选派督导员"
    ELIGIBILITY_EDIT = "eligibility_edit", "维护申报条件"
    ENROLMENT_TABLES = "enrolment_tables", "维护证件类型和报名材料表"
    ENROL = "enrol", "报名"
    ENROLMENT_VIEW = "enrolment_view", "查看报名资料"
    ENROLMENT_REVIEW = "enrolment_review", "审核报名"
    CLASS_VIEW = "class_view", "查看班级名单"
    CLASS_ENTER = "class_enter", "导入班级名单、打印激活单"
    STAMP_FOR = "stamp_for", "代传盖章申报表"
    CORRECTION_VIEW = "correction_view", "查看更正申请"
    CORRECTION_REQUEST = "correction_request", "申请更正报名信息"
    CORRECTION_DECIDE = "correction_decide", "审核更正申请"
    IDENTITY_CORRECT = "identity_correct", "审批身份信息更正"
    ROSTER_SUBMIT = "roster_submit", "提交花名册"
    QUESTION_VIEW = "question_view", "查看题库"
    QUESTION_EDIT = "question_edit", "编写试题、组卷方案和试卷"
    QUESTION_CHECK = "question_check", "复核试题和试卷"
    SELF_TEST = "self_test", "在线自测"
    PAPER_USE = "paper_use", "为批次选用试卷"
    PAPER_KEEPERS = "paper_keepers", "指定试卷签收人"
    PAPER_SIGN = "paper_sign", "签收、下载试卷"
    PAPER_COPIES = "paper_copies", "查看试卷签收和下载记录"
    ARRANGEMENT_VIEW = "arrangement_view", "查看考场安排"
    ARRANGEMENT_EDIT = "arrangement_edit", "登记考场、安排座位"
    ATTENDANCE_VIEW = "attendance_view", "查看到考登记"
    ATTENDANCE_EDIT = "attendance_edit", "登记到考情况"
    SCORE_VIEW = "score_view", "查看成绩"
    SCORE_EDIT = "score_edit", "登记成绩"
    SCORE_CONFIRM = "score_confirm", "复核成绩"
    EVALUATION_VIEW = "evaluation_view", "查看评价报告"
    EVALUATION_WRITE = "evaluation_write", "编写、签发评价报告"
    POSITION_TAKE = "position_take", "对评价报告表态"
    SUPERVISION_REPORT_VIEW = "supervision_report_view", "查看督导报告"
    SUPERVISION_REPORT = "supervision_report", "填写督导报告"
    RECTIFY = "rectify", "提交整改情况"
    RECTIFICATION_CHECK = "rectification_check", "核查整改情况"
    EVIDENCE_VIEW = "evidence_view", "查看考试资料"
    EVIDENCE_EDIT = "evidence_edit", "上传考试资料"
    EVIDENCE_RELEASE = "evidence_release", "批准销毁考试资料"
    RESULTS_SUBMIT = "results_submit", "提交成绩"
    OBJECTION_VIEW = "objection_view", "查看公示异议"
    OBJECTION_ANSWER = "objection_answer", "答复公示异议"
    SCORE_REVIEW_VIEW = "score_review_view", "查看成绩复查"
    SCORE_REVIEW_ASK = "score_review_ask", "申请成绩复查"
    SCORE_REVIEW_ANSWER = "score_review_answer", "办理成绩复查"
    MAKE_UP = "make_up", "核定补考保留成绩"
    RESULTS_APPROVE = "results_approve", "审核成绩"
    CERTIFICATE_VIEW = "certificate_view", "查看证书"
    CERTIFICATE_ISSUE = "certificate_issue", "核发证书"
    CERTIFICATE_PRINT = "certificate_print", "打印纸质证书"
    CERTIFICATE_NUMBERS = "certificate_numbers", "导入证书编号、登记编号前缀"
    CERTIFICATE_CHANGE_ASK = "certificate_change_ask", "申请撤销、换发、补办证书"
    CERTIFICATE_CHANGE_DECIDE = "certificate_change_decide", "审批撤销、换发、补办证书"
    FEE_EDIT = "fee_edit", "设定收费标准"
    SETTLEMENT_VIEW = "settlement_view", "查看证书结算"
    SETTLEMENT_PAY = "settlement_pay", "上传汇款单"
    SETTLEMENT_CONFIRM = "settlement_confirm", "确认证书结算"
    BLANKS = "blanks", "登记空白证书台账"
    SHIPMENT_VIEW = "shipment_view", "查看证书邮寄"
    SHIP = "ship", "邮寄证书"
    SHIPMENT_RECEIVE = "shipment_receive", "签收、发放证书"
    FORMER_VIEW = "former_view", "查看历史证书、申请撤销历史证书"
    FORMER_IMPORT = "former_import", "导入历史证书"
    BULK_LOOKUP = "bulk_lookup", "批量查询证书"
    NATIONAL_UPLOAD = "national_upload", "导出国家证书数据上报表"
    QUALIFIED_ROSTER = "qualified_roster", "导出合格人员名册"


BANK = frozenset({Perm.QUESTION_VIEW, Perm.QUESTION_EDIT, Perm.QUESTION_CHECK})
EVERYBODY = frozenset({Perm.ACCOUNT_OWN, Perm.JOB_VIEW})
OVERSIGHT = frozenset(
    {
        Perm.SEARCH,
        Perm.AUDIT_VIEW,
        Perm.STATION_VIEW,
        Perm.APPLICATION_VIEW,
        Perm.REVIEW_VIEW,
        Perm.EXAMINER_VIEW,
        Perm.PLAN_VIEW,
        Perm.BATCH_VIEW,
        Perm.ENROLMENT_VIEW,
        Perm.CORRECTION_VIEW,
        Perm.ARRANGEMENT_VIEW,
        Perm.ATTENDANCE_VIEW,
        Perm.SCORE_VIEW,
        Perm.EVALUATION_VIEW,
        Perm.SUPERVISION_REPORT_VIEW,
        Perm.EVIDENCE_VIEW,
        Perm.OBJECTION_VIEW,
        Perm.SCORE_REVIEW_VIEW,
        Perm.CERTIFICATE_VIEW,
        Perm.SETTLEMENT_VIEW,
        Perm.SHIPMENT_VIEW,
        Perm.BULK_LOOKUP,
    }
)
APPLYING = frozenset(
    {
        Perm.APPLICATION_VIEW,
        Perm.APPLICATION_EDIT,
        Perm.EXAMINER_APPLICATION_VIEW,
        Perm.EXAMINER_APPLY,
        Perm.TRAINING_VIEW,
        Perm.TRAINING_ENTER,
    }
)
STAFF = (
    OVERSIGHT
    | BANK
    | {
        Perm.OFFICE_LOGINS,
        Perm.PAPER_COPIES,
        Perm.CATALOGUE_EDIT,
        Perm.STATION_LIST,
        Perm.STATION_LOGIN,
        Perm.STATION_MANAGE,
        Perm.SCOPE_GRANT,
        Perm.EXAMINER_EDIT,
        Perm.EXAMINER_INVITE,
        Perm.EXAMINER_APPLICATION_VIEW,
        Perm.TRAINING_VIEW,
        Perm.TRANSFER_VIEW,
        Perm.SUPERVISOR_VIEW,
        Perm.SUPERVISION_VIEW,
        Perm.QUALIFIED_ROSTER,
        Perm.CERTIFICATE_PRINT,
        Perm.PLAN_SUMS,
        Perm.WORKING_DAYS_EDIT,
        Perm.ELIGIBILITY_EDIT,
        Perm.ENROLMENT_TABLES,
        Perm.CLASS_VIEW,
    }
)

ROLE_RIGHTS: dict[Role, frozenset[Perm]] = {
    Role.APPLICANT: EVERYBODY | APPLYING | {Perm.AUDIT_VIEW},
    Role.STATION: EVERYBODY
    | OVERSIGHT
    | BANK
    | APPLYING
    | {
        Perm.STAFF_EDIT,
        Perm.EXAMINER_INVITE,
        Perm.TRANSFER_VIEW,
        Perm.TRANSFER_CONSENT,
        Perm.REVIEW_EDIT,
        Perm.PLAN_EDIT,
        Perm.BATCH_EDIT,
        Perm.BATCH_CANCEL,
        Perm.DATE_CHANGE_REQUEST,
        Perm.ENROLMENT_REVIEW,
        Perm.CLASS_VIEW,
        Perm.CLASS_ENTER,
        Perm.STAMP_FOR,
        Perm.CORRECTION_DECIDE,
        Perm.ROSTER_SUBMIT,
        Perm.PAPER_USE,
        Perm.PAPER_KEEPERS,
        Perm.PAPER_SIGN,
        Perm.PAPER_COPIES,
        Perm.ARRANGEMENT_EDIT,
        Perm.ATTENDANCE_EDIT,
        Perm.SCORE_EDIT,
        Perm.SCORE_CONFIRM,
        Perm.RECTIFY,
        Perm.EVIDENCE_EDIT,
        Perm.RESULTS_SUBMIT,
        Perm.SCORE_REVIEW_ANSWER,
        Perm.MAKE_UP,
        Perm.QUALIFIED_ROSTER,
        Perm.SETTLEMENT_PAY,
        Perm.SHIPMENT_RECEIVE,
        Perm.CERTIFICATE_CHANGE_ASK,
    },
    Role.MANAGEMENT: EVERYBODY
    | STAFF
    | {
        Perm.MAILS,
        Perm.APPLICATION_ENDORSE,
        Perm.REVIEW_GRADE,
        Perm.EXAMINER_CHECK,
        Perm.TRAINING_MANAGE,
        Perm.TRANSFER_APPROVE,
        Perm.SUPERVISOR_EDIT,
        Perm.PLAN_APPROVE,
        Perm.BATCH_APPROVE,
        Perm.BATCH_RETURN,
        Perm.BATCH_CANCEL,
        Perm.DATE_CHANGE_DECIDE,
        Perm.SUPERVISION_DISPATCH,
        Perm.IDENTITY_CORRECT,
        Perm.PAPER_USE,
        Perm.RECTIFICATION_CHECK,
        Perm.EVIDENCE_RELEASE,
        Perm.FEE_EDIT,
        Perm.SETTLEMENT_CONFIRM,
        Perm.BLANKS,
        Perm.SHIP,
        Perm.FORMER_VIEW,
        Perm.CERTIFICATE_CHANGE_ASK,
        Perm.NATIONAL_UPLOAD,
        Perm.RESULTS_APPROVE,
        Perm.OBJECTION_ANSWER,
    },
    Role.BRANCH: EVERYBODY
    | OVERSIGHT
    | {
        Perm.OFFICE_LOGINS,
        Perm.STATION_LIST,
        Perm.APPLICATION_ENDORSE,
        Perm.REVIEW_GRADE,
        Perm.PLAN_SUMS,
        Perm.BATCH_ENDORSE,
        Perm.BATCH_RETURN,
        Perm.NATIONAL_UPLOAD,
    },
    Role.CENTRE: EVERYBODY
    | STAFF
    | {
        Perm.MAILS,
        Perm.APPLICATION_APPROVE,
        Perm.EXAMINER_APPROVE,
        Perm.CERTIFICATE_ISSUE,
        Perm.CERTIFICATE_NUMBERS,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        Perm.FORMER_VIEW,
        Perm.FORMER_IMPORT,
        Perm.NATIONAL_UPLOAD,
    },
    Role.EXAMINER: EVERYBODY
    | {Perm.OWN_APPOINTMENT, Perm.EVALUATION_VIEW, Perm.EVALUATION_WRITE, Perm.POSITION_TAKE},
    Role.SUPERVISOR: EVERYBODY
    | {Perm.OWN_SUPERVISION, Perm.SUPERVISION_REPORT_VIEW, Perm.SUPERVISION_REPORT},
    Role.CANDIDATE: EVERYBODY
    | {
        Perm.ENROL,
        Perm.ENROLMENT_VIEW,
        Perm.CORRECTION_VIEW,
        Perm.CORRECTION_REQUEST,
        Perm.SELF_TEST,
        Perm.ARRANGEMENT_VIEW,
        Perm.SCORE_REVIEW_VIEW,
        Perm.SCORE_REVIEW_ASK,
        Perm.CERTIFICATE_VIEW,
    },
}


def roles_with(right: Perm) -> list[Role]:
    """Return the roles that hold `right`, in the order of the table."""
    return [role for role, rights in ROLE_RIGHTS.items() if right in rights]


def refusal(right: Perm, *, role: Role) -> str:
    """Return the sentence that tells a `role` why it may not, and who may."""
    holders = "、".join(holder.label for holder in roles_with(right))
    return f"您的身份是“{role.label}”，不能{right.label}。此事由{holders}办理。"


def need(actor: "User", right: Perm) -> None:
    """Let a verb begin only for an actor who holds its right.

    Raises:
        PermissionDenied: with who may instead.
    """
    if not actor.has_right(right):
        raise PermissionDenied(refusal(right, role=Role(actor.role)))
