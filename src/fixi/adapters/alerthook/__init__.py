"""Alerts to a web address of the business's own choice."""
