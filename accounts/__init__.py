"""Who a person is, to which organisation they belong, and what they may do (floor 1)."""
