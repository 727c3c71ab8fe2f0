"""The platform on a real Kubernetes: `make cluster-test`."""
