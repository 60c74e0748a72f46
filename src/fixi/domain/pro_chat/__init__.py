"""The chat of a professional: offers, jobs, and the words for them."""
