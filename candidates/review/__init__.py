"""The station's review of enrolments: its queue, what the page shows, accepting one or many."""
