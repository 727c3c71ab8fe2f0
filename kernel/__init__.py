"""The words every service uses: tiers, markings, principals, audiences, time and ids."""
