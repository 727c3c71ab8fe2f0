"""The verbs of training: one file for each RPC, event or periodic act."""
