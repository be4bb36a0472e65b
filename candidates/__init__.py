"""Candidates, their enrolment with its personal form and uploads, the roster (floor 8)."""
