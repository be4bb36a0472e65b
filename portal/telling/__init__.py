"""Telling people what was done and what is due: messages in their inboxes, and mails."""
