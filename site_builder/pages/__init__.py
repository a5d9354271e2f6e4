"""Page kinds: the assembled site -> planned HTML outputs. One file a kind, listed in `kinds.py`."""
