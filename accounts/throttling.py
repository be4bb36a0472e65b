"""How often a login may be tried: counted before a password is hashed, so that a guess costs us little.

Login names are public, a station's is its full name: nobody may be kept out by the guesses of others. A
browser that was let in before has tries of its own (`browsers`), and so has one in which a password was found
again by mail. All other browsers together get few tries at an account, the rarer the longer it is guessed at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings

from accounts import counting
from ostami import clock
from ostami.problems import Problem


@dataclass(frozen=True, slots=True)
class Span:
    """A time for which tries are counted, one full `length` of the day, and how many it has."""

    length: timedelta
    most: int

    def begin(self, at: datetime) -> datetime:
        """Return when the span around `at` began."""
        midnight = datetime.combine(at.date(), time(), at.tzinfo)
        return midnight + (at - midnight) // self.length * self.length


TEN_MINUTES, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
OF_KNOWN_BROWSER = (Span(TEN_MINUTES, 10), Span(DAY, 50))
OF_OTHER_BROWSERS = (Span(TEN_MINUTES, 5), Span(HOUR, 10), Span(DAY, 20))
OF_OTHER_BROWSERS_UNDER_ATTACK = (Span(TEN_MINUTES, 2), *OF_OTHER_BROWSERS[1:])
OF_SENDER = (Span(TEN_MINUTES, 30), Span(DAY, 300))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was counted.

    Attributes:
        counted: what it was counted as.
        until: when it may be made again; None where it may be made now.
    """

    counted: tuple[str, ...]
    until: datetime | None = None

    @property
    def problem(self) -> Problem | None:
        """What the person is told who may not try now."""
        if self.until is None:
            return None
        when = "明天" if self.until.time() == time() else f"{self.until:%H:%M} 以后"
        return Problem(
            "登录尝试次数过多", remedy=f"请在{when}再试；忘记密码可点击下方“找回密码”，改好后即可登录"
        )

    def take_back(self) -> None:
        """Let the try not count: it was refused, or it was right."""
        counting.add(dict.fromkeys(self.counted, -1), today=clock.today())


def take(login_key: str, *, browser: str, sender: str, at: datetime) -> Attempt:
    """Count a try before it is made. One that succeeds is to be taken back.

    Args:
        login_key: the folded login name, whether there is such an account or not.
        browser: by what the browser is known to this account; empty for any other.
        sender: the network that it comes from, empty where unknown.
        at: the instant of the try.
    """
    overall = f"login {Span(HOUR, 0).begin(at)} overall"
    misses = counting.add({overall: 1}, today=at.date())[overall]
    limits = {
        f"login {span.begin(at)} {span.length} {whose}": span
        for whose, spans in _whose(login_key, browser, sender, pressed=misses > settings.LOGIN_MISSES_AN_HOUR)
        for span in spans
    }
    counts = counting.add(dict.fromkeys(limits, 1), today=at.date())
    spent = [span.begin(at) + span.length for name, span in limits.items() if counts[name] > span.most]
    attempt = Attempt((overall, *limits), max(spent, default=None))
    if attempt.until is not None:
        attempt.take_back()
    return attempt


def _whose(
    login_key: str, browser: str, sender: str, *, pressed: bool
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield as whose a try is counted, and how many these have."""
    if browser:
        yield f"{login_key} in {browser}", OF_KNOWN_BROWSER
        return
    yield login_key, OF_OTHER_BROWSERS_UNDER_ATTACK if pressed else OF_OTHER_BROWSERS
    if sender:
        yield f"all from {sender}", OF_SENDER
