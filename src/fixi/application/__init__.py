"""The use cases: they fetch, let the core decide, save once and then act."""
