"""An office's people with their logins: the page, and the acts on each."""
