"""The machine we run on: its clock."""
