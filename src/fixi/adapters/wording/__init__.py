"""The catalogue of texts: one TOML file per language, filled with what the core says."""
