"""What people, officers and clocks do with accounts: one file a verb."""
