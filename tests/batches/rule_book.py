"""The rule book's tables: who moves plans, batches and changes of date from where to where (guide 4.5.1)."""

from dataclasses import dataclass

STATION, MANAGEMENT, CENTRE, BRANCH = "station", "management", "centre", "branch"


@dataclass(frozen=True)
class Row:
    """Who moves what from where to where, by the rule book."""

    sources: set[str]
    target: str
    actors: set[str]


PLAN_TABLE = {
    "submit": Row({"draft", "returned"}, "submitted", {STATION}),
    "approve": Row({"submitted"}, "approved", {MANAGEMENT}),
    "return": Row({"submitted"}, "returned", {MANAGEMENT}),
}
BATCH_TABLE = {
    "submit": Row({"draft", "returned"}, "submitted", {STATION}),
    "withdraw": Row({"submitted", "endorsed", "returned"}, "withdrawn", {STATION}),
    "endorse": Row({"submitted"}, "endorsed", {BRANCH}),
    "approve": Row({"submitted", "endorsed"}, "approved", {MANAGEMENT}),
    "return": Row({"submitted", "endorsed"}, "returned", {BRANCH, MANAGEMENT}),
    "cancel": Row({"approved", "roster_submitted"}, "cancelled", {STATION, MANAGEMENT}),
    "submit_roster": Row({"approved"}, "roster_submitted", {STATION}),
    "submit_results": Row({"roster_submitted"}, "results_submitted", {STATION}),
    "approve_results": Row({"results_submitted"}, "results_approved", {MANAGEMENT}),
    "return_results": Row({"results_submitted", "results_approved"}, "roster_submitted", {MANAGEMENT}),
    "certify": Row({"results_approved"}, "certified", {CENTRE}),
    "archive": Row({"certified", "results_approved"}, "archived", {STATION}),
}
DATE_CHANGE_TABLE = {
    "approve": Row({"requested"}, "approved", {MANAGEMENT}),
    "refuse": Row({"requested"}, "refused", {MANAGEMENT}),
    "withdraw": Row({"requested"}, "withdrawn", {STATION}),
}
# Of a batch of skill_level that was handed in, the branch decides before management (guide 4.5.1-9).
DECISIONS = {"endorse", "approve", "return"}
TURNS = {"submitted": BRANCH, "endorsed": MANAGEMENT}
