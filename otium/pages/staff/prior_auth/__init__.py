"""Authorization requests: the pipeline board, one request, and the ways it leaves."""
