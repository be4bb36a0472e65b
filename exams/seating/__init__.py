"""Rooms, sessions and seats of an exam, and the sheets printed of them."""
