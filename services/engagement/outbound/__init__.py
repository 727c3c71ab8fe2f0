"""What engagement calls."""
