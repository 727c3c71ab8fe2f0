"""Who calls identity: RPCs."""
