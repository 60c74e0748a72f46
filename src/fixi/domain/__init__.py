"""The pure core: what Fixi decides. Standard library only, synchronous, no clock and no chance."""
