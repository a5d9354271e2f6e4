"""Text in, text out: scripts, dates, slugs, summaries and addresses of mixed Chinese and English."""
