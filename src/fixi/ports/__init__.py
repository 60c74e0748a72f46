"""What the core needs from outside, said by the one who needs it. Every promise here is a contract test."""
