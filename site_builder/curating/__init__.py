"""The curator's side of the archive: what puts documents into `content/` and keeps them in order."""
