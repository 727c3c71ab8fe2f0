"""The Kubernetes manifests of deploy/k8s: rendered, judged, and given their secrets."""
