"""Building: reads the archive, plans, renders what changed, publishes. The floor that touches disk and processes."""
