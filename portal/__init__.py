"""Home and to-do list a role, public pages, the practice clock (floor 12)."""
