"""Formats: front matter, Markdown, HTML. Text in, typed values and safe HTML out."""
