"""A recording of what people wrote, how it was read and what was answered: enough to play a conversation again."""
