"""Telling people what was decided: subscriptions to the life cycles, and the mails that follow."""
