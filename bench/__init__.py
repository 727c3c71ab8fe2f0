"""Every performance claim, as a command that also runs its peer."""
