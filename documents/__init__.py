"""Papers as data (`sheets`), and the plain renderers that print them as PDF, DOCX and XLSX."""
