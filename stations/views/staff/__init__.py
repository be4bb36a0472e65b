"""A station's staff with their logins: the page, and the acts on each person."""
