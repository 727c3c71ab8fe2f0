"""What content calls."""
