"""Theory questions as workbooks, one tab a kind (guide 4.5.1-10): reading, judging, storing, writing."""
