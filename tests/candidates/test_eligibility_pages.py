"""The staff's pages of eligibility: seen, added to, changed and revised, with a line for each act."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from candidates.eligibility_data.editing import ClauseRow, add_clause, change_clause, overlapping
from candidates.models import BirthYearWindow, EligibilityClause
from ostami.problems import BlockedError
from workflow.models import AuditEvent

if TYPE_CHECKING:
    from tests.conftest import Login

pytestmark = pytest.mark.django_db
LIST, NEW = "/candidates/eligibility/", "/candidates/eligibility/new/"
YEARS, NEW_YEARS = "/candidates/eligibility/birth-years/", "/candidates/eligibility/birth-years/new/"
TODAY = date(2026, 8, 1)  # the day of every test of this package
WORDS = {"text": "改过的文字", "source": "新文件", "valid_to": ""}
REVISION = {"starts_on": "2027-01-01", "text": "工作满 6 年。", "source": "新文件", "work": "6"}
ADDITION = {
    "level": "4",
    "number": "4",
    "text": "经指导中心批准。",
    "source": "新文件",
    "valid_from": "2026-09-01",
    "confirmation": "指导中心的批准文件",
}
WINDOW = {"year": "2026", "level": "4", "born_from": "2007", "born_to": "2011"}


@pytest.fixture
def clause() -> EligibilityClause:
    """The first of level 4: five years of work."""
    call_command("load_eligibility")
    AuditEvent.objects.all()._raw_delete("default")
    return EligibilityClause.objects.get(level=4, number=1)


@pytest.fixture
def window() -> BirthYearWindow:
    return BirthYearWindow.objects.create(year=2026, level=4, born_from=2007, born_to=2011)


def sentences() -> list[str]:
    return list(AuditEvent.objects.values_list("sentence", flat=True))


def address(name: str, row: Any) -> str:
    return reverse(f"candidates:{name}", kwargs={"pk": row.pk})


def versions(level: int = 4, number: int = 1) -> list[str]:
    return [one.validity for one in EligibilityClause.objects.filter(level=level, number=number)]


def test_the_list_shows_each_level_with_validity(
    login: "Login", management_user: User, clause: EligibilityClause
) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_to=date(2026, 7, 31))
    EligibilityClause.objects.filter(level=4, number=2).update(valid_from=date(2026, 8, 2))
    page = login(management_user).get(LIST).content.decode()
    assert page.index("五级/初级工</h2>") < page.index("四级/中级工</h2>") < page.index("一级/高级技师</h2>")
    assert "累计从事本职业或相关职业工作满 5 年。" in page
    assert "判断：年满 16 周岁；从事本职业或相关职业工作。" in page
    assert "至 2026-07-31</span> <span class" in page
    assert page.count("已截止") == 1
    assert page.count("未施行") == 1
    assert address("eligibility_revise", clause) not in page


def test_an_empty_list_says_what_follows(login: "Login", centre_user: User) -> None:
    assert "还没有登记申报条件" in login(centre_user).get(LIST).content.decode()


def test_words_are_changed_and_the_change_is_recorded(
    login: "Login", centre_user: User, clause: EligibilityClause
) -> None:
    page = address("eligibility_change", clause)
    assert login(centre_user).get(page).context["form"].initial["text"] == clause.text
    answer = login(centre_user).post(page, {**WORDS, "valid_to": "2026-08-01"})
    assert (answer.status_code, answer["Location"]) == (302, "/candidates/eligibility/#level-4")
    clause.refresh_from_db()
    assert (clause.text, clause.valid_to) == ("改过的文字", TODAY)
    event = AuditEvent.objects.get()
    assert event.sentence == "修改了申报条件：四级/中级工第 1 条"
    assert event.changes["有效期"] == ["2024-01-01 起", "2024-01-01 起，至 2026-08-01"]
    assert "修改了申报条件" in login(centre_user).get(page).content.decode()


def test_nothing_changed_leaves_no_line(login: "Login", centre_user: User, clause: EligibilityClause) -> None:
    typed = {"text": clause.text, "source": clause.source, "valid_to": ""}
    assert login(centre_user).post(address("eligibility_change", clause), typed).status_code == 302
    assert sentences() == []


def test_a_revision_ends_the_old_and_begins_the_new(
    login: "Login", management_user: User, clause: EligibilityClause
) -> None:
    page = address("eligibility_revise", clause)
    assert login(management_user).get(page).context["form"].initial["work"] == 5
    answer = login(management_user).post(page, REVISION)
    assert answer["Location"] == "/candidates/eligibility/#level-4"
    assert versions() == ["2024-01-01 起，至 2026-12-31", "2027-01-01 起"]
    assert EligibilityClause.objects.valid_on(date(2026, 12, 31)).get(pk=clause.pk).wanted == clause.wanted
    newest = EligibilityClause.objects.valid_on(date(2027, 1, 1)).get(level=4, number=1)
    assert newest.requirements == [{"kind": "work", "years": 6}]
    assert sentences() == [
        "修改了申报条件：四级/中级工第 1 条",
        "增加了申报条件：四级/中级工第 1 条，2027-01-01 起",
    ]


def test_a_revision_lasts_as_long_as_the_old_one_would_have(
    login: "Login", management_user: User, clause: EligibilityClause
) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_to=date(2027, 1, 1))
    login(management_user).post(address("eligibility_revise", clause), REVISION)
    assert versions() == ["2024-01-01 起，至 2026-12-31", "2027-01-01 起，至 2027-01-01"]


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({"starts_on": ""}, "starts_on", "请填写新条件施行日期。"),
        ({"starts_on": "2026-07-31"}, "starts_on", "已经过去，已考的批次不改变条件"),
        ({"starts_on": "2027-07-01"}, "starts_on", "现行条件到 2027-06-30 为止"),
        ({"work": ""}, "__all__", "请至少填写一项判断条件"),
        ({"work": "-1"}, "work", "年数请填写 0 到 99 的整数。"),
        ({"work": "六"}, "work", "年数请填写 0 到 99 的整数。"),
        ({"age": "0"}, "age", "年数请填写 1 到 99 的整数。"),
        ({"certificate_years": "3"}, "certificate_level", "请选择证书等级"),
        ({"certificate_level": "9"}, "certificate_level", "请从列表中选择"),
        ({"title_working": "on"}, "title_rank", "请选择职称级别"),
        ({"programmes": "technician"}, "educations", "请选择学历"),
        ({"text": "字" * 301}, "text", "请控制在 300 字以内"),
    ],
)
def test_what_cannot_be_revised_is_said_at_its_field(
    login: "Login",
    management_user: User,
    clause: EligibilityClause,
    typed: dict[str, str],
    field: str,
    fault: str,
) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_to=date(2027, 6, 30))
    answer = login(management_user).post(address("eligibility_revise", clause), {**REVISION, **typed})
    assert answer.status_code == 422
    assert fault in answer.context["form"].errors[field][0]
    assert versions() == ["2024-01-01 起，至 2027-06-30"]
    assert sentences() == []


def test_a_revision_must_begin_after_the_clause(
    login: "Login", management_user: User, clause: EligibilityClause
) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_from=date(2027, 1, 1))
    answer = login(management_user).post(address("eligibility_revise", clause), REVISION)
    assert "须晚于现行条件的施行日期 2027-01-01" in answer.context["form"].errors["starts_on"][0]


def test_every_kind_of_requirement_can_be_typed(
    login: "Login", management_user: User, clause: EligibilityClause
) -> None:
    typed = {
        **ADDITION,
        "age": "16岁",
        "work": "０",
        "certificate_level": "5",
        "certificate_years": "3",
        "certificate_working": "on",
        "title_rank": "junior",
        "educations": ["college", "bachelor"],
        "programmes": ["technician"],
        "students": "final_year",
    }
    assert login(management_user).post(NEW, typed).status_code == 302
    made = EligibilityClause.objects.get(level=4, number=4)
    assert made.requirements == [
        {"kind": "age", "years": 16},
        {"kind": "work", "years": 0},
        {"kind": "certificate", "level": 5, "years": 3, "working": True},
        {"kind": "title", "rank": "junior", "years": 0, "working": False},
        {
            "kind": "schooling",
            "educations": ["college", "bachelor"],
            "programmes": ["technician"],
            "students": "final_year",
        },
        {"kind": "confirmation", "text": "指导中心的批准文件"},
    ]
    again = login(management_user).get(address("eligibility_revise", made)).context["form"].initial
    assert (again["certificate_years"], again["title_years"], again["work"]) == (3, None, 0)
    assert sentences() == ["增加了申报条件：四级/中级工第 4 条，2026-09-01 起"]


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({"level": ""}, "level", "请选择等级。"),
        ({"number": "0"}, "number", "序号须为 1 到 99。"),
        ({"valid_from": "2026-07-31"}, "valid_from", "请填写 2026-08-01 或以后"),
        ({"valid_to": "2026-08-31"}, "valid_to", "截止日期早于施行日期 2026-09-01"),
        ({"number": "1"}, "valid_from", "日期重叠"),
    ],
)
def test_what_cannot_be_added_is_said_at_its_field(
    login: "Login",
    management_user: User,
    clause: EligibilityClause,
    typed: dict[str, str],
    field: str,
    fault: str,
) -> None:
    answer = login(management_user).post(NEW, {**ADDITION, **typed})
    assert answer.status_code == 422
    assert fault in answer.context["form"].errors[field][0]
    assert EligibilityClause.objects.count() == 19


def test_versions_may_touch_but_not_overlap(clause: EligibilityClause, management_user: User) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_to=date(2026, 8, 31))
    wanted = [{"kind": "work", "years": 6}]
    row = ClauseRow(4, 1, "字", wanted, "据", date(2026, 9, 1))
    assert overlapping(row) is None
    add_clause(row=row, actor=management_user, today=TODAY)
    with pytest.raises(BlockedError, match="日期重叠"):
        change_clause(
            clause=clause,
            text="字",
            source="据",
            valid_to=date(2026, 9, 1),
            actor=management_user,
            today=TODAY,
        )
    assert versions() == ["2024-01-01 起，至 2026-08-31", "2026-09-01 起"]


def test_what_is_over_stays_over(login: "Login", management_user: User, clause: EligibilityClause) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).update(valid_to=date(2026, 7, 31))
    page = address("eligibility_change", clause)
    answer = login(management_user).post(page, WORDS)
    assert "已于 2026-07-31 截止" in answer.context["form"].errors["valid_to"][0]
    kept = login(management_user).post(page, {**WORDS, "valid_to": "2026-07-31"})
    assert kept.status_code == 302
    assert versions() == ["2024-01-01 起，至 2026-07-31"]


def test_a_clause_that_somebody_removed_is_said_to_be_gone(
    clause: EligibilityClause, management_user: User
) -> None:
    EligibilityClause.objects.filter(pk=clause.pk).delete()
    with pytest.raises(BlockedError, match="已被他人删除"):
        change_clause(
            clause=clause, text="字", source="据", valid_to=None, actor=management_user, today=TODAY
        )


def test_the_years_of_birth_are_entered_and_changed(login: "Login", management_user: User) -> None:
    empty = login(management_user).get(YEARS).content.decode()
    assert "2026 年还没有登记：四级/中级工、三级/高级工。" in empty
    assert login(management_user).post(NEW_YEARS, WINDOW)["Location"] == YEARS
    window = BirthYearWindow.objects.get()
    login(management_user).post(
        address("birth_years_change", window), {"born_from": "2007年", "born_to": "2012"}
    )
    page = login(management_user).get(YEARS).content.decode()
    assert "2007–2012 年" in page
    assert "2026 年还没有登记：三级/高级工。" in page
    assert sentences() == [
        "登记了学生出生年份范围：2026 年四级/中级工：2007–2011 年出生",
        "修改了学生出生年份范围",
    ]


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({}, "year", "2026 年四级/中级工已在表中。请在原记录上修改。"),
        ({"level": "3", "born_to": "2006"}, "born_to", "起止颠倒"),
        ({"level": "3", "born_from": "1925"}, "born_from", "不能是 2026 年考生的出生年份"),
        ({"level": "3", "born_to": "2027"}, "born_to", "晚于考试年度 2026"),
        ({"level": "5"}, "level", "请从列表中选择等级。"),
        ({"year": "26"}, "year", "请填写四位年份"),
        ({"born_from": ""}, "born_from", "请填写最早出生年份。"),
    ],
)
def test_what_cannot_be_a_window_is_said_at_its_field(
    login: "Login",
    management_user: User,
    window: BirthYearWindow,
    typed: dict[str, str],
    field: str,
    fault: str,
) -> None:
    answer = login(management_user).post(NEW_YEARS, {**WINDOW, **typed})
    assert answer.status_code == 422
    assert fault in answer.context["form"].errors[field][0]
    assert BirthYearWindow.objects.count() == 1


def test_others_do_not_keep_the_rules(
    login: "Login",
    station_user: User,
    branch_user: User,
    clause: EligibilityClause,
    window: BirthYearWindow,
) -> None:
    for user in (station_user, branch_user):
        for page in (LIST, NEW, YEARS, NEW_YEARS, address("eligibility_change", clause)):
            assert login(user).get(page).status_code == 403
        assert login(user).post(address("birth_years_change", window), WINDOW).status_code == 403
    assert sentences() == []
