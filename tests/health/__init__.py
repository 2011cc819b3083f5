"""What tells whether the site does its work."""
