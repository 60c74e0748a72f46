"""Every port in memory: real adapters for tests, demo and first steps. What is stored is copied in and out."""
