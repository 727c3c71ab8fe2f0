"""What training calls."""
