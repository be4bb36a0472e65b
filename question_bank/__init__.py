"""Theory questions, practical tasks, blueprints and the candidates' self-test (floor 9)."""
