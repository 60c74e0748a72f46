"""The registry of approved message templates, read from a file that the business keeps."""
