"""Word documents that people send: judged before they are opened, and read as paragraphs and tables."""
