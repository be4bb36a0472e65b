"""Who may enrol for a level: facts and clauses in, an answer with words out; no database is read."""
