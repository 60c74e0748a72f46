"""The door for machines: webhooks, health, metrics, calendar feeds."""
