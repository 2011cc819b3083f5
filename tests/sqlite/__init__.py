"""SQLite as it runs, except that a test may empty append-only tables when it is over."""
