"""The table of who is told of what: each model's acts, as its history names them, and the rules for each.

An act is a transition of a life cycle, or another that leaves a line, such as a request that is made. Every
transition stands here or, with the reason, in `portal.telling.untold`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from batches.models import AnnualPlan, Batch, DateChange
from candidates.models import Correction, Enrolment, NoticeKind
from certificates.models import (
    BlankDestruction,
    CertificateChange,
    FormerRevocation,
    Settlement,
    Shipment,
)
from examiners.models import Examiner, ExaminerApplication, Supervisor, Training, Transfer
from exams.models import (
    Arrangement,
    EvaluationReport,
    EvidenceDisposal,
    Objection,
    ScoreReview,
    SupervisionAssignment,
    SupervisionReport,
)
from portal.models import Topic
from portal.telling import audiences as to
from portal.telling import wording as say
from portal.telling.acts import Act, Tell, page
from portal.telling.writing import Answer, Write
from question_bank.models import Paper, PracticalTask, Question
from stations.models import AnnualReview, Station, StationApplication

Rule = Callable[[Act], None]
Rules = Mapping[str, tuple[Rule, ...]]

TODO, DECISION, EXAM, CERTIFICATE = Topic.TODO, Topic.DECISION, Topic.EXAM, Topic.CERTIFICATE
OWNER, OWNER_MENDS = Tell(to.owner, DECISION), Tell(to.owner, TODO, "，请补正后重新提交")
SUPERIOR, ASKER = Tell(to.superior, DECISION), Tell(to.asker, DECISION)
CASHIER = Tell(to.owner, CERTIFICATE)
OWN_EXAMS, OWN_SUPERVISION, OWN_ENROLMENTS = (
    page("examiners:own"),
    page("examiners:supervision"),
    page("candidates:mine"),
)
PANEL = Tell(to.panel, EXAM, page=OWN_EXAMS)
SUPERVISORS = Tell(to.supervisors, EXAM, page=OWN_SUPERVISION, mailed=True)
REVIEWED = Answer(NoticeKind.REVIEWED, of=lambda enrolment: enrolment.pk)
CORRECTED = Answer(NoticeKind.CORRECTED, of=lambda correction: correction.enrolment_id)

TABLE: dict[type[Any], Rules] = {
    Station: {
        "suspend": (OWNER,),
        "resume": (OWNER,),
        "close": (OWNER,),
        "grant_scope": (OWNER,),
        "change_levels": (OWNER,),
        "withdraw_scope": (OWNER,),
    },
    StationApplication: {
        "submit": (Tell(to.endorser, TODO, "，请签署推荐意见"),),
        "endorse": (OWNER, Tell(to.centre, TODO, "，请审批")),
        "return": (OWNER_MENDS,),
        "reject": (OWNER,),
        "approve": (OWNER, Tell(to.endorser, DECISION)),
        "return_to_endorser": (Tell(to.endorser, TODO, "，请重新签署推荐意见"),),
        "return_to_applicant": (OWNER_MENDS, Tell(to.endorser, DECISION)),
        "refuse": (OWNER, Tell(to.endorser, DECISION)),
    },
    AnnualReview: {
        "submit": (Tell(to.superior, TODO, "，请评定"),),
        "grade": (OWNER,),
        "return": (OWNER_MENDS,),
    },
    ExaminerApplication: {
        "submit": (Tell(to.superior, TODO, "，请核查"),),
        "check": (OWNER, Tell(to.centre, TODO, "，请审批")),
        "return": (OWNER_MENDS,),
        "reject": (OWNER,),
        "approve": (OWNER, SUPERIOR, Tell(to.applicant_person, DECISION, page=OWN_EXAMS)),
        "return_to_check": (Tell(to.superior, TODO, "，请重新核查"),),
        "return_to_applicant": (OWNER_MENDS, SUPERIOR),
        "refuse": (OWNER, SUPERIOR),
    },
    Examiner: {
        "renew": (Tell(to.officer, DECISION, page=OWN_EXAMS), OWNER),
        "suspend": (Tell(to.officer, DECISION, page=OWN_EXAMS), OWNER),
        "resume": (Tell(to.officer, DECISION, page=OWN_EXAMS), OWNER),
        "end": (Tell(to.officer, DECISION, page=OWN_EXAMS), OWNER),
    },
    Supervisor: {
        "renew": (Tell(to.officer, DECISION, page=OWN_SUPERVISION),),
        "end": (Tell(to.officer, DECISION, page=OWN_SUPERVISION),),
    },
    Training: {
        "record_results": (Tell(to.trainees, DECISION, mailed=True),),
        "cancel": (Tell(to.trainees, DECISION, mailed=True),),
    },
    Transfer: {
        "request": (Tell(to.old_station, TODO, "，请答复是否同意调出"),),
        "release": (Tell(to.owner, DECISION), Tell(to.superior, TODO, "，请审批")),
        "refuse": (OWNER,),
        "approve": (
            Tell(to.both(to.owner, to.old_station), DECISION),
            Tell(to.moved_examiner, DECISION, page=OWN_EXAMS),
        ),
        "reject": (Tell(to.both(to.owner, to.old_station), DECISION),),
    },
    AnnualPlan: {
        "submit": (Tell(to.superior, TODO, "，请审批"),),
        "approve": (OWNER,),
        "return": (OWNER_MENDS,),
    },
    Batch: {
        "submit": (Tell(to.decider, TODO, "，请在规定的工作日内办理"),),
        "endorse": (OWNER, Tell(to.superior, TODO, "，请审批")),
        "approve": (
            OWNER,
            Tell(to.panel, EXAM, says=say.exam_to_examine, page=OWN_EXAMS),
        ),
        "return": (OWNER_MENDS,),
        "use_paper": (Tell(to.owner, EXAM),),
        "submit_results": (Tell(to.superior, TODO, "，请审核"),),
        "approve_results": (
            Tell(to.both(to.owner, to.centre), DECISION),
            Tell(to.roster, EXAM, "，成绩已公布，请在“我的报名”中查看", page=OWN_ENROLMENTS),
        ),
        "return_results": (Tell(to.owner, TODO, "，请更正后重新提交"),),
        "certify": (OWNER, Write(NoticeKind.CERTIFIED)),
        "cancel": (
            Tell(to.both(to.owner, to.superior), DECISION),
            PANEL,
            SUPERVISORS,
            Write(NoticeKind.BATCH_CANCELLED),
        ),
    },
    DateChange: {
        "request_date_change": (Tell(to.superior, TODO, "，请审批"),),
        "approve": (OWNER, PANEL, SUPERVISORS, Write(NoticeKind.DATE_CHANGED)),
        "refuse": (OWNER,),
    },
    Enrolment: {
        "stamp_for": (Tell(to.candidate, DECISION),),
        "accept": (REVIEWED,),
        "return": (REVIEWED,),
        "reject": (REVIEWED,),
    },
    Correction: {
        "request_correction": (Tell(to.owner, TODO, "，请审核"),),
        "approve": (CORRECTED,),
        "endorse": (Tell(to.superior, TODO, "，请审批"), Tell(to.candidate, DECISION)),
        "confirm": (CORRECTED, OWNER),
        "refuse": (CORRECTED,),
        "decline": (CORRECTED, OWNER),
    },
    Question: {"return": (Tell(to.writer, TODO, "，请修改"),)},
    PracticalTask: {"return": (Tell(to.writer, TODO, "，请修改"),)},
    Paper: {
        "submit": (Tell(to.colleagues, TODO, "，请由他人复核"),),
        "check": (Tell(to.colleagues, TODO, "，请封存"),),
        "seal": (Tell(to.writer, DECISION),),
        "return": (Tell(to.writer, TODO, "，请修改"),),
        "withdraw": (
            Tell(to.colleagues, DECISION),
            Tell(to.paper_users, EXAM, "，已选用它的批次请另选试卷", page=page("batches:list")),
        ),
    },
    Arrangement: {
        "publish": (Tell(to.roster, EXAM, "，请查看座位、下载准考证", page=OWN_ENROLMENTS),),
        "withdraw": (Tell(to.roster, EXAM, "，请等待重新发布", page=OWN_ENROLMENTS),),
    },
    SupervisionAssignment: {
        "assign": (Tell(to.supervisor, EXAM, says=say.exam_to_supervise, page=OWN_SUPERVISION, mailed=True),),
        "recall": (Tell(to.supervisor, EXAM, page=OWN_SUPERVISION, mailed=True),),
    },
    SupervisionReport: {
        "report": (Tell(to.superior, TODO, "，请处理"),),
        "ask_rectification": (Tell(to.owner, TODO, "，请按期整改", mailed=True),),
        "rectify": (Tell(to.superior, TODO, "，请核查"),),
        "refuse": (Tell(to.owner, TODO, "，请继续整改", mailed=True),),
        "accept": (OWNER,),
        "close": (OWNER, Tell(to.supervisor, DECISION)),
    },
    EvidenceDisposal: {
        "propose": (Tell(to.superior, TODO, "，请审批"),),
        "release": (OWNER,),
        "refuse": (OWNER,),
    },
    EvaluationReport: {
        "issue": (Tell(to.other_examiners, TODO, "，请表态", mailed=True),),
        "recall": (Tell(to.other_examiners, EXAM, "，已作的表态失效"),),
        "take_position": (Tell(to.opposed_chair, TODO, "，请答复", mailed=True),),
        "answer": (Tell(to.other_examiners, EXAM),),
        "name_writer": (Tell(to.chair, TODO, "，请填写评价报告"),),
        "reopen": (Tell(to.chair, TODO, "，请修改后重新签发", mailed=True),),
        "settle": (Tell(to.both(to.owner, to.chair), EXAM, anonymous=True),),
    },
    Objection: {
        "object": (Tell(to.superior, TODO, "，请答复", page=page("exams:objections")),),
        "answer_objection": (Tell(to.owner, DECISION, page=page("exams:objections")),),
    },
    ScoreReview: {
        "ask_review": (Tell(to.owner, TODO, "，请办理", page=page("exams:score_reviews")),),
        "answer_review": (
            Tell(to.candidate, EXAM, page=say.page_of_enrolment),
            Tell(to.if_score_wrong, TODO, "，请退回成绩以便更正", page=page("exams:score_reviews")),
        ),
    },
    CertificateChange: {
        "ask_change": (Tell(to.centre, TODO, "，等待审批"),),
        "approve": (ASKER, Write(NoticeKind.CERTIFICATE_CHANGED)),
        "refuse": (ASKER,),
    },
    BlankDestruction: {
        "ask": (Tell(to.witness, TODO, "，请您监销并确认"),),
        "confirm": (ASKER,),
        "refuse": (ASKER,),
    },
    FormerRevocation: {
        "ask": (Tell(to.centre, TODO, "，请审批"),),
        "approve": (ASKER,),
        "refuse": (ASKER,),
    },
    Settlement: {
        "open": (Tell(say.payer, CERTIFICATE, says=say.bill),),
        "recompute": (CASHIER,),
        "pay": (Tell(to.superior, TODO, "，请确认"),),
        "confirm": (CASHIER,),
        "question": (CASHIER,),
        "recheck": (CASHIER,),
        "reopen": (CASHIER,),
    },
    Shipment: {
        "ship": (
            Tell(to.owner, CERTIFICATE, says=say.parcel),
            Write(NoticeKind.CERTIFICATE_POSTED, only_if=to.unless_fetched),
        ),
        "receive": (
            Tell(to.if_parcel_differs, CERTIFICATE),
            Write(NoticeKind.CERTIFICATE_ARRIVED, only_if=to.sends_for_holders),
        ),
        "cancel": (CASHIER,),
    },
}
