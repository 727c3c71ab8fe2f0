"""Questions: asked by people at businesses, routed to experts, answered in a thread."""
