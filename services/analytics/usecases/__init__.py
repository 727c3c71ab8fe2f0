"""The verbs of analytics: one file for each RPC, event or periodic act."""
