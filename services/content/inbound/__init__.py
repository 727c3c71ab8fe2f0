"""Who calls content."""
