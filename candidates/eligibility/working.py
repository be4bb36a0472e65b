"""Years of work, added up over jobs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from candidates.eligibility.facts import Facts, WorkPeriod
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.verdicts import RELATED_VERDICTS, Finding, Verdict, looked_at, met_if
from ostami import policy

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]  # from the first day to the day after the last


@dataclass(frozen=True, slots=True)
class Worked:
    """Time worked, as one stretch: from the first day of all, as long as all jobs together."""

    since: date
    until: date

    @property
    def years(self) -> int:
        """The full years."""
        return policy.full_years(self.since, self.until)


def worked(periods: Iterable[WorkPeriod], *, exam_day: date, after: date | None = None) -> Worked | None:
    """Add up the days worked up to the exam day, each day once, `after` a day (it counts) where one is given.

    A single job that goes on is counted by the calendar exactly; later jobs are laid end to end behind the
    first. Returns None where nobody worked.
    """
    spans = sorted(_clipped(periods, exam_day=exam_day, after=after or date.min))
    if not spans:
        return None
    days = sum((end - start for start, end in _merged(spans)), timedelta())
    return Worked(spans[0][0], spans[0][0] + days)


def _clipped(periods: Iterable[WorkPeriod], *, exam_day: date, after: date) -> Iterator[Span]:
    for period in periods:
        start = max(period.start, after)
        end = min(period.end + ONE_DAY, exam_day) if period.end else exam_day
        if start <= end:
            yield start, end


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    reached = date.min
    for start, end in spans:
        if end > reached:
            yield max(start, reached), end
            reached = end


def judge_work(facts: Facts, *, years: int, after: date | None = None) -> Finding:
    """Judge the years of work since a day; jobs that may be related ones need a look."""
    if not facts.work:
        return _stated(facts, years)
    found = _counted(_not_worse(facts, Verdict.MET), facts, years, after)
    if found.verdict == Verdict.MET:
        return found
    more = _counted(_not_worse(facts, Verdict.LOOK), facts, years, after)
    if more.verdict == Verdict.MET:
        return looked_at(f"{more.words}；其中是否相关职业须由考试站核对", facts, JudgedPoint.WORK)
    return more


def _not_worse(facts: Facts, verdict: Verdict) -> list[WorkPeriod]:
    """Return the jobs that stand to the trade at least so well, as they were claimed or judged."""
    settled = ((job, facts.settled(job.relation, JudgedPoint.WORK)) for job in facts.work)
    return [job for job, relation in settled if RELATED_VERDICTS[relation] >= verdict]


def _counted(periods: list[WorkPeriod], facts: Facts, years: int, after: date | None) -> Finding:
    total = worked(periods, exam_day=facts.exam_day, after=after)
    if total is None:
        return Finding(Verdict.NOT_MET, "没有从事本职业或相关职业工作的经历")
    words = f"从事工作自 {total.since} 起累计，到考试日 {facts.exam_day} 满 {total.years} 年"
    return Finding(met_if(total.years >= years), words + (f"，须满 {years} 年" if years else ""))


def _stated(facts: Facts, years: int) -> Finding:
    if facts.stated_years is None:
        return Finding(Verdict.NOT_MET, "未填写工作经历")
    words = f"自填工龄 {facts.stated_years} 年" + (f"，须满 {years} 年" if years else "")
    if facts.stated_years < max(years, 1):
        return Finding(Verdict.NOT_MET, words)
    return looked_at(f"{words}；未填写工作起止日期，须由考试站核对年限证明", facts, JudgedPoint.WORK)
