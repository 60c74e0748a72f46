"""What pages are built of: every text of a stranger is shown by `words`, as text and nothing else."""
