"""Feeds and the other files machines read: the assembled site -> planned outputs, and their bytes."""
