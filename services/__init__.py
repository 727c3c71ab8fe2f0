"""Every folder is one deployable service."""
