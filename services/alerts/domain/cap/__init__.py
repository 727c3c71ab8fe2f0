"""CAP 1.2 (OASIS): what a message of it is, how one is made of an alert, and a draft of one."""
