"""Theming: templates, interface texts, options and static files of a theme, as values."""
