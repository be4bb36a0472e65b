"""Stamped forms that find their enrolment by the code on them."""
