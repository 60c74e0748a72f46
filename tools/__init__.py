"""Scripts of the workshop; none of them is needed to run Fixi."""
