"""What analytics calls."""
