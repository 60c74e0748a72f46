"""Meta's WhatsApp Cloud API: what it posts to us, and what we ask of it."""
