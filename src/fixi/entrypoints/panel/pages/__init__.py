"""The pages, one module each; what is listed in `PAGES` is in the navigation."""
