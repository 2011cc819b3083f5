"""Making a backup, and putting it back."""
