"""Usage: counted once, told by day, naming nobody."""
