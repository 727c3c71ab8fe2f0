"""Who calls analytics."""
