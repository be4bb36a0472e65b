"""What the head of every part says of its paper."""

from question_bank.models import Paper
from question_bank.paper_kinds import VERSIONS
from question_bank.sheets.scoring import PaperFacts
from scope_catalog.choices import Scheme
from scope_catalog.levels import level_label

# Whose evaluation a paper is for, by the scheme of its occupation.
BODY_NAMES = {Scheme.ABILITY: "机械行业职业能力评价", Scheme.SKILL_LEVEL: "机械行业职业技能等级认定"}


def facts_of(paper: Paper) -> PaperFacts:
    """Return what a paper's head says."""
    occupation = paper.trade.occupation
    return PaperFacts(
        name=str(paper),
        body_name=BODY_NAMES[Scheme(occupation.scheme)],
        trade=paper.trade.display_name,
        level=level_label(paper.level, occupation=occupation),
        minutes=paper.minutes,
        versions=versions_of(paper),
    )


def versions_of(paper: Paper) -> tuple[str, ...]:
    """Return the letters of a paper's versions."""
    return tuple(VERSIONS)[: paper.versions]
