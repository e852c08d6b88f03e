"""Answers in a language model's words: asked for with keys, read as they come, checked before they are shown."""
