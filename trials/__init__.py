"""Every reliability and security claim as a command, with a control that must fail."""
