"""Every transition of every life cycle is told to whom it concerns, or the table says why to nobody."""

import pytest

from portal.models import Topic
from portal.telling.acts import Tell
from portal.telling.table import TABLE
from portal.telling.untold import UNTOLD
from workflow.lifecycle import Lifecycle, all_lifecycles

LIFECYCLES = pytest.mark.parametrize("lifecycle", all_lifecycles(), ids=lambda one: one.model.__name__)


@LIFECYCLES
def test_every_transition_is_told_or_says_why_not(lifecycle: Lifecycle) -> None:
    told, untold = set(TABLE.get(lifecycle.model, {})), set(UNTOLD.get(lifecycle.model, {}))
    assert set(lifecycle.transitions) <= told | untold
    assert not told & untold


@LIFECYCLES
def test_nothing_stands_among_the_untold_that_does_not_exist(lifecycle: Lifecycle) -> None:
    assert set(UNTOLD.get(lifecycle.model, {})) <= set(lifecycle.transitions)


def test_every_rule_has_somebody_to_tell() -> None:
    rules = [rule for acts in TABLE.values() for act in acts.values() for rule in act]
    assert all(rules)
    assert {rule.topic for rule in rules if isinstance(rule, Tell)} == set(Topic) - {Topic.DEADLINE}
    assert all(reason for acts in UNTOLD.values() for reason in acts.values())
