"""The verbs of content: one file for each RPC, event or periodic act."""
