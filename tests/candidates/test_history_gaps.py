"""A history without gaps: the borders, in sentences that name both periods and the months (guide 4.3-3)."""

from datetime import date

import pytest

from batches.models import BatchItem, CandidateType
from candidates.guards import study_problems, work_problems
from candidates.models import Candidate, Enrolment, HistoryEntry, HistoryKind
from candidates.personal_form.history_gaps import gaps_of

TODAY = date(2026, 8, 1)


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def entry(start: str, end: str = "", place: str = "甲", **facts: str) -> HistoryEntry:
    usual: dict[str, str] = {"kind": HistoryKind.STUDY, "place": place}
    return HistoryEntry(start=month(start), end=month(end) if end else None, **{**usual, **facts})


@pytest.mark.parametrize(
    ("end", "start", "missing"),
    [
        ("2023-06", "2023-06", None),
        ("2023-06", "2023-07", None),
        ("2023-06", "2023-09", None),
        ("2023-06", "2023-10", ("2023-07", "2023-09", 3)),
        ("2023-06", "2024-09", ("2023-07", "2024-08", 14)),
        ("2023-12", "2024-03", None),
        ("2023-12", "2024-04", ("2024-01", "2024-03", 3)),
        ("2023-06", "2023-01", None),
    ],
)
def test_a_summer_is_no_gap_a_month_more_is(
    end: str, start: str, missing: tuple[str, str, int] | None
) -> None:
    found = list(gaps_of([entry("2020-09", end), entry(start)], until=TODAY))
    assert [(f"{gap.first:%Y-%m}", f"{gap.last:%Y-%m}", gap.months) for gap in found] == (
        [missing] if missing else []
    )


@pytest.mark.parametrize(
    ("end", "months"), [("2026-08", 0), ("2026-05", 0), ("2026-04", 3), ("2025-08", 11), ("", 0)]
)
def test_the_last_period_reaches_today_by_the_same_allowance(end: str, months: int) -> None:
    found = list(gaps_of([entry("2020-09", end)], until=TODAY))
    assert [gap.months for gap in found] == ([months] if months else [])
    assert all(gap.after is None for gap in found)


def test_a_longer_period_covers_a_shorter_one_within_it() -> None:
    entries = [entry("2020-09", "2024-06"), entry("2021-01", "2021-03"), entry("2024-09")]
    assert not list(gaps_of(entries, until=TODAY))


def test_nothing_told_is_no_gap() -> None:
    assert not list(gaps_of([], until=TODAY))


@pytest.fixture
def student(item: BatchItem, lin: Candidate) -> Enrolment:
    return Enrolment.objects.create(
        batch_item=item,
        candidate=lin,
        institution="练习职业技术学校",
        education="vocational",
        entered_on=month("2023-09"),
    )


@pytest.fixture
def worker(student: Enrolment) -> Enrolment:
    student.batch.candidate_type = CandidateType.IN_SERVICE
    student.batch.save()
    return Enrolment.objects.get(pk=student.pk)


def told(enrolment: Enrolment, *entries: HistoryEntry) -> list[str]:
    """Store the entries and return what each page says of them."""
    for one in entries:
        one.enrolment = enrolment
        one.save()
    problems = [*study_problems(enrolment, today=TODAY), *work_problems(enrolment, today=TODAY)]
    return [str(problem) for problem in problems]


JUNIOR = {"place": "练习初级中学", "stage": "junior"}
SCHOOL = {"place": "练习职业技术学校", "stage": "vocational"}


@pytest.mark.django_db
def test_from_junior_school_to_the_present_one_is_complete(student: Enrolment) -> None:
    assert told(student, entry("2020-09", "2023-06", **JUNIOR), entry("2023-09", **SCHOOL)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "学习经历还没有填写（服务指南 4.3-3）。请从初中开始，一直填写到目前所在院校。"),
        (
            [entry("2023-09", **SCHOOL)],
            (
                "学习经历最早的一段是“练习职业技术学校”（2023.09 起），没有从初中开始（服务指南 4.3-3）。"
                "请补上初中；这一段就是初中的，就读阶段请选“初中”。"
            ),
        ),
        (
            [entry("2020-09", "2023-05", **JUNIOR), entry("2023-09", **SCHOOL)],
            (
                "“练习初级中学”（至 2023.05）与“练习职业技术学校”（2023.09 起）之间"
                "缺 3 个月（2023.06–2023.08）的经历（服务指南 4.3-3）。"
                "请补上这一段；其间没有上学的，增加一段“其他（务工、待业、服役等）”。"
            ),
        ),
        (
            [entry("2020-09", "2023-06", **JUNIOR)],
            (
                "学习经历没有填写到目前就读的院校（服务指南 4.3-3）。"
                "请增加“练习职业技术学校”一段，截止年月留空（表示至今）。"
            ),
        ),
        (
            [
                entry("2020-09", "2023-06", **JUNIOR),
                entry("2023-09", place="另一所学校", stage="vocational"),
            ],
            (
                "学习经历中目前就读的是“另一所学校”，申报表的就读院校是“练习职业技术学校”，两处不一致"
                "（服务指南 4.3-3）。请按学生证更正其中一处。"
            ),
        ),
        (
            [entry("2020-09", "2023-06", **JUNIOR), entry("2023-08", **SCHOOL)],
            (
                "学习经历中“练习职业技术学校”从 2023.08 开始，申报表的入学时间是 2023.09，两处不一致"
                "（服务指南 4.3-3）。入学时间须与学生证一致，请更正其中一处。"
            ),
        ),
    ],
)
def test_each_thing_that_a_student_lacks_has_its_sentence(
    student: Enrolment, entries: list[HistoryEntry], sentence: str
) -> None:
    assert told(student, *entries) == [sentence]


@pytest.mark.django_db
def test_spaces_and_full_width_signs_make_no_other_school(student: Enrolment) -> None:
    present = entry("2023-09", place="练习 职业技术学校　", stage="vocational")
    assert told(student, entry("2020-09", "2023-06", **JUNIOR), present) == []


@pytest.mark.django_db
def test_time_without_a_school_closes_a_gap(student: Enrolment) -> None:
    between = entry("2022-07", "2023-08", place="家中待业", kind=HistoryKind.OTHER)
    entries = (entry("2019-09", "2022-06", **JUNIOR), between, entry("2023-09", **SCHOOL))
    assert told(student, *entries) == []


def left_school() -> list[HistoryEntry]:
    return [entry("2018-09", "2021-06", **JUNIOR), entry("2021-09", "2024-06", **SCHOOL)]


def job(start: str, end: str = "", place: str = "练习机械厂") -> HistoryEntry:
    return entry(start, end, place=place, kind=HistoryKind.WORK, relation="same")


@pytest.mark.django_db
def test_who_works_tells_of_school_and_then_of_work_until_today(worker: Enrolment) -> None:
    assert told(worker, *left_school(), job("2024-07")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("jobs", "sentence"),
    [
        (
            [job("2024-07", "2025-06")],
            (
                "工作经历没有填写到目前所在单位（服务指南 4.3-3）。"
                "请增加目前所在单位的一段，截止年月留空（表示至今）。"
            ),
        ),
        (
            [job("2024-10")],
            (
                "“练习职业技术学校”（至 2024.06）与“练习机械厂”（2024.10 起）之间缺 3 个月（2024.07–2024.09）"
                "的经历（服务指南 4.3-3）。请补上这一段；其间没有工作的，增加一段“其他（待业、服役等）”。"
            ),
        ),
    ],
)
def test_each_thing_that_a_worker_lacks_has_its_sentence(
    worker: Enrolment, jobs: list[HistoryEntry], sentence: str
) -> None:
    assert told(worker, *left_school(), *jobs) == [sentence]


@pytest.mark.django_db
def test_the_highest_school_stands_in_the_history(worker: Enrolment) -> None:
    worker.education = "college"
    assert told(worker, *left_school(), job("2024-07")) == [
        (
            "文化程度填写为“大专”，学习经历中没有这一阶段（服务指南 4.3-3）。"
            "请在学习经历补上“大专”一段，或更正文化程度。"
        )
    ]


@pytest.mark.django_db
def test_somebody_without_a_job_tells_of_the_time_until_today(worker: Enrolment) -> None:
    worker.batch.candidate_type = CandidateType.SOCIAL
    assert told(worker, *left_school(), job("2024-07", "2025-06")) == [
        (
            "“练习机械厂”（至 2025.06）以后至今缺 13 个月（2025.07–2026.07）的经历（服务指南 4.3-3）。"
            "请补上这一段；其间没有工作的，增加一段“其他（待业、服役等）”。"
        )
    ]
    idle = entry("2025-07", place="家中待业", kind=HistoryKind.OTHER)
    assert told(worker, idle) == []


@pytest.mark.django_db
def test_a_gap_between_two_schools_is_said_on_the_page_on_schooling_alone(worker: Enrolment) -> None:
    junior, school = entry("2018-09", "2021-03", **JUNIOR), entry("2021-09", "2024-06", **SCHOOL)
    sentence = (
        "“练习初级中学”（至 2021.03）与“练习职业技术学校”（2021.09 起）之间缺 5 个月（2021.04–2021.08）"
        "的经历（服务指南 4.3-3）。请补上这一段；其间没有上学的，增加一段“其他（务工、待业、服役等）”。"
    )
    assert told(worker, junior, school, job("2024-07")) == [sentence]
