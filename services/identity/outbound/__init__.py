"""What identity calls: its database, Keycloak, and a mail server."""
