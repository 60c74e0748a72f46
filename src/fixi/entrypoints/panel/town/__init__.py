"""The town as a page: phones side by side, a clock, switches for what can go wrong, and what the system makes of it."""
