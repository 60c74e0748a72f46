"""The operators' panel: a process of its own. Pages parse, call one use case and show; they decide nothing."""
