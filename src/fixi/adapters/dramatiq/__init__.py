"""Knocks between processes by Dramatiq: a name and nothing else, and losing one costs a few seconds."""
