"""Measurements that anyone can repeat: each module is a command and prints tables, then one JSON line."""
