"""Files that people sent: what they are, what is taken out of them, and where they are kept."""
