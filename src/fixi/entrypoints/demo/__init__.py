"""A whole system in memory that a story is played on: for `fixi demo`, and for the stories among the tests."""
