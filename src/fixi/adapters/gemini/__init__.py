"""Gemini by google-genai: a model that fills the form."""
