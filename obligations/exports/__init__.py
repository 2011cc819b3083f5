"""How it stands, for other programs and for paper."""
