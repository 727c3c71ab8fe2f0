"""Sites of partners, where the platform's people sign in: registering one, running two kinds."""
