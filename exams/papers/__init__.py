"""Papers at the exam station: named people sign for them and download them; each copy can be traced."""
