"""Pages of examiners: the roster, applications, trainings, transfers, own pages."""
