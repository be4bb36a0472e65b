"""The guided first batch up to the roster."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from batches.models import AnnualPlan, BatchStatus, PlanStatus
from candidates.models import Candidate, Enrolment, EnrolmentStatus
from ostami.policy import earliest_exam_date, last_enrolment_day
from portal.help.guide.step import GuideStep, Story
from portal.practice.people import PracticePerson

HANDED_IN = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED, EnrolmentStatus.ACCEPTED)
BORN = date(2005, 1, 1)


def before_the_exam(story: Story) -> Iterator[GuideStep]:
    """Yield the steps up to the roster."""
    batch = story.batch
    plans = AnnualPlan.objects.filter(station__organisation=story.station.organisation)
    open_plan = plans.exclude(status=PlanStatus.APPROVED).order_by("-pk").first()
    handed_in = plans.filter(status__in=(PlanStatus.SUBMITTED, PlanStatus.APPROVED)).exists()
    last_day = last_enrolment_day(batch.exam_date) if batch else None
    people = Enrolment.objects.filter(batch=batch) if batch else Enrolment.objects.none()
    own = batch.get_absolute_url() if batch else reverse("batches:list")
    yield GuideStep(
        "编制年度计划",
        "点「编制年度计划」，年度选考试日期所在的年份；添加一个计划项：数控车工五级，人数随意；"
        "然后点「提交年度计划」。",
        story.station.username,
        open_plan.get_absolute_url() if open_plan else reverse("batches:plans"),
        done=handed_in,
    )
    yield GuideStep(
        "批准年度计划",
        "打开待审批的年度计划，点「批准年度计划」。",
        story.management.username,
        reverse("batches:plans"),
        done=plans.filter(status=PlanStatus.APPROVED).exists(),
    )
    yield GuideStep(
        "申请批次",
        f"点「申请批次」，评价类别选职业能力水平评价，考生类型选在读学生，考试日期选 "
        f"{earliest_exam_date(story.today)} 或以后；选用刚才的计划项，选一位组长、三位考评员，勾选回避声明，"
        "点「提交批次申请」。",
        story.station.username,
        own,
        done=story.reached(BatchStatus.SUBMITTED),
    )
    yield GuideStep(
        "批准批次",
        "打开这个批次，看一眼考评组和各项日期，点「批准批次」。",
        story.management.username,
        own,
        done=story.reached(BatchStatus.APPROVED),
    )
    person = newcomer()
    yield GuideStep(
        "考生注册并报名",
        f"点「考生注册」，姓名填 {person.name}，证件号码填 {person.document_number}（虚构的号码），"
        "用户名和密码自己定。登录后在「报名考试」里选这个批次，按步骤填写；学历选中专，"
        "学习经历从初中填起。图片用下面的演练样张。最后点「确认无误，提交报名」。",
        "",
        reverse("candidates:register"),
        day=None,
        done=people.filter(status__in=HANDED_IN).exists(),
        samples=("photo", "id_front", "id_back", "student_card"),
    )
    yield GuideStep(
        "上传盖章申报表",
        "仍用考生账号，打开「我的报名」。真实办理时要先打印、盖章再拍照；演练时直接上传样张，"
        "再点「提交盖章申报表」。",
        "",
        reverse("candidates:mine"),
        done=people.filter(status__in=HANDED_IN[1:]).exists(),
        samples=("stamped_form",),
    )
    yield GuideStep(
        "审核报名",
        "打开「考生报名」，逐项核对材料，点「审核通过」。",
        story.station.username,
        reverse("candidates:waiting"),
        done=people.filter(status=EnrolmentStatus.ACCEPTED).exists(),
    )
    yield GuideStep(
        "提交花名册",
        f"截止日是 {last_day or '考试前第十一天'}。打开批次，点「提交花名册」。演练时可以先不选用试卷。",
        story.station.username,
        own,
        day=last_day if last_day and story.today > last_day else None,
        done=story.reached(BatchStatus.ROSTER_SUBMITTED),
    )


def newcomer() -> PracticePerson:
    """Return a fictitious person who isn't registered yet."""
    number = Candidate.objects.count()
    return PracticePerson("", "贾新生", BORN + timedelta(number % 700), 301 + 2 * (number // 700))
