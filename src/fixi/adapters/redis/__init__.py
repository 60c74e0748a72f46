"""Inbox, leases, ticks, rates and heartbeats in Redis or Valkey."""
