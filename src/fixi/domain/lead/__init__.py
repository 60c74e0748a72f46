"""The lead: one request for service, from the first words to its end."""
