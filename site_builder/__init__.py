"""site-builder: source files in, a browsable, searchable, subscribable news archive out."""

__version__ = "0.1.0"
