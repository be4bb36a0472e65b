"""The papers of candidates: the personal form F3 (guide 4.4) and the roster."""

from candidates.sheets.personal_form import FORM_TITLE, blank_personal_form, history_lines, personal_form
from candidates.sheets.roster import roster_sheet

__all__ = ["FORM_TITLE", "blank_personal_form", "history_lines", "personal_form", "roster_sheet"]
