"""The password that is asked for once more before a paper is signed for, and a limit on guessing it.

Wrong tries are counted in the shared cache, a place each: a place is taken before the password is looked at,
so that many tries at one instant are no more than a few. Five wrong ones within fifteen minutes shut the
door for fifteen minutes.
"""

from django.core.cache import cache

from accounts.models import User
from ostami.problems import Problem

TRIES = 5
MINUTES = 15
SECONDS = MINUTES * 60


def is_shut(user: User) -> bool:
    """Tell whether the person mistyped too often."""
    return cache.get(_door(user)) is not None


def is_right(user: User, password: str) -> bool:
    """Tell whether this is the person's password; a wrong one is counted, a right one clears the count."""
    if is_shut(user) or not _take_place(user):
        return False
    if user.check_password(password):
        cache.delete_many(_places(user))
        return True
    if tries_left(user) == 0:
        cache.set(_door(user), "shut", SECONDS)
        cache.delete_many(_places(user))
    return False


def tries_left(user: User) -> int:
    """Return how many wrong tries the person has left."""
    return 0 if is_shut(user) else TRIES - len(cache.get_many(_places(user)))


def wrong_password(user: User) -> Problem:
    """Return what whoever typed a wrong password reads."""
    if is_shut(user):
        words = f"密码连续输错 {TRIES} 次，{MINUTES} 分钟内不能再试"
        return Problem(words, remedy=f"请 {MINUTES} 分钟后再试；忘记密码请先找回密码", field="password")
    left = tries_left(user)
    return Problem("密码不正确，没有签收", remedy=f"请重新输入登录密码，还可以试 {left} 次", field="password")


def _take_place(user: User) -> bool:
    return any(cache.add(place, "taken", SECONDS) for place in _places(user))


def _places(user: User) -> list[str]:
    return [f"paper-password:{user.pk}:{number}" for number in range(TRIES)]


def _door(user: User) -> str:
    return f"paper-password:{user.pk}:door"
