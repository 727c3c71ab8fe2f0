"""Gateway: REST and pages for people's programs and browsers; it translates and decides nothing."""
