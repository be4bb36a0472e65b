"""The stored rules of eligibility, and the facts of an enrolment put to them."""
