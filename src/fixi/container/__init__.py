"""The only place that builds adapters: one container, chosen by the settings, handed to the entrypoints.

Everything is built synchronously and wired by hand; a test overrides a provider (`container.clock.override(...)`)
before it takes anything out. Each part stands on the one before: line, stores, people, readers, use cases, whole.
"""

from fixi.container.whole import Container, close_clients

__all__ = ["Container", "close_clients"]
