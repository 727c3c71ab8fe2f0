"""What people and clocks do with alerts: one file a verb."""
