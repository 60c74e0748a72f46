"""The reader that needs no AI: words, tables and a calendar."""
