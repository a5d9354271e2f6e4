"""Source files in, drafts of documents out: one module a shape, all pure."""
