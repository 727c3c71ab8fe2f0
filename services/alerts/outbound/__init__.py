"""What alerts calls: its database, and the key that signs tickets."""
