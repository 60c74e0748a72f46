"""Passwords by bcrypt."""
