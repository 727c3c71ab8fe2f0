"""`python -m services.gateway serve`."""

from chassis.process import run
from services.gateway.app import serve

if __name__ == "__main__":
    run("gateway", {"serve": serve})
