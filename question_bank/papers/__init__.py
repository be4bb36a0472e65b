"""Papers: composed, uploaded or made of a practical task, checked by another person, sealed, put to exams."""
