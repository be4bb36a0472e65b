"""The roster of examiners, and who may sit on what (floor 6)."""
