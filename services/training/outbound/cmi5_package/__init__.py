"""A course of ours as a zip that another platform imports: pages, a player, cmi5.xml."""
