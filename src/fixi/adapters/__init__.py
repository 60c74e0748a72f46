"""One folder for each outside thing. An adapter translates; it holds no rule."""
