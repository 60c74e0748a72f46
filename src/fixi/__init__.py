"""Fixi: between people who need a repair and professionals who do it."""
