"""Every address of the cluster: they exist in its own network alone, so they may be fixed."""

from typing import Final

NODE: Final = "node-1"
NODE_ADDRESS: Final = "10.88.0.1"
"""The node's own; pods reach here what runs beside them, such as the backing servers."""

NODE_PREFIX: Final = f"{NODE_ADDRESS}/24"
NOWHERE: Final = "10.88.0.254"
"""The default route: nobody is there, but without a route nothing can be addressed at all."""

PODS: Final = "10.244.0.0/24"
SERVICES: Final = "10.96.0.0/16"
API_SERVICE: Final = "10.96.0.1"
DNS_SERVICE: Final = "10.96.0.10"
DOMAIN: Final = "cluster.local"
API: Final = f"https://{NODE_ADDRESS}:6443"
ETCD: Final = "http://127.0.0.1:2379"

ENDPOINT_PORT: Final = 8650
"""Where the story's endpoint listens, beside the node."""
