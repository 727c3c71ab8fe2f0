"""The verbs of engagement: one file for each RPC, event or periodic act."""
