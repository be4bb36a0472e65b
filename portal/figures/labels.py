"""What the lines of the figures are called, and their order."""

from collections.abc import Mapping
from typing import Any

from batches.models import CandidateType
from candidates.eligibility.requirements import level_words
from portal.figures.asked import By
from scope_catalog.models import Trade
from stations.models import Station
from stations.services.numbers import short_name

NO_PROVINCE = "待登记"


def labelled(by: By, tallies: Mapping[Any, Mapping[str, int]]) -> list[tuple[Any, str]]:
    """Return each key with its label: years, levels and types in their own order, all others by size."""
    labels = _labels(by, list(tallies))
    match by:
        case By.YEAR | By.LEVEL:
            ordered = sorted(labels, reverse=by == By.LEVEL)
        case By.CANDIDATE_TYPE:
            ordered = sorted(labels, key=CandidateType.values.index)
        case _:
            ordered = sorted(labels, key=lambda key: (*_size(tallies[key]), labels[key]))
    return [(key, labels[key]) for key in ordered]


def _size(tally: Mapping[str, int]) -> tuple[int, int]:
    return -tally["enrolled"], -tally["planned"]


def _labels(by: By, keys: list[Any]) -> dict[Any, str]:
    match by:
        case By.YEAR:
            return {key: f"{key} 年" for key in keys}
        case By.PROVINCE:
            return {key: key or NO_PROVINCE for key in keys}
        case By.STATION:
            found = Station.objects.select_related("organisation").in_bulk(keys)
            return {key: short_name(station.organisation.name) for key, station in found.items()}
        case By.TRADE:
            trades = Trade.objects.select_related("occupation").in_bulk(keys)
            return {key: trade.code_and_name for key, trade in trades.items()}
        case By.LEVEL:
            # Without the title: two occupations may give one level two.
            return {key: level_words(key) for key in keys}
        case By.CANDIDATE_TYPE:
            return {key: str(CandidateType(key).label) for key in keys}
