"""Pages about mail: behind the buttons in it, and for the secretariat."""
