"""Who calls training."""
