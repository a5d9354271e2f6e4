"""The search index: tokens of our own, indexed by Pagefind, and what the client shows of a hit."""
