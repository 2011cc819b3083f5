"""The write path: one function per legal or secretarial act, atomic and keyword-only."""
