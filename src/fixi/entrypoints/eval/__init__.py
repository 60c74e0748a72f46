"""`fixi eval`: how well a reader understands what people write."""
