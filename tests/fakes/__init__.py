"""In-memory stand-ins and test servers, held to the real ones by port suites."""
