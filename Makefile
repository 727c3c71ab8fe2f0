# `make` alone prints every command.
.DEFAULT_GOAL := commands
.PHONY: records commands install up down status logs reset accounts check format proto test features story bench trials lock \
	words assets screens images images-test cluster-test compose-secrets compose-files \
	manifests cluster-secrets
PY := .venv/bin/python
BIN := .venv/bin
CODE := kernel chassis services stack bench trials deploy tests
# Some shells forbid it: then each of a hundred processes compiles all that it imports, and every test.
unexport PYTHONDONTWRITEBYTECODE

commands:  ## print this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

install:  ## make .venv from the locked requirements
	@./stack/install.sh

up: install  ## start the whole platform, return when it is ready
	@$(PY) -m stack up

down: install  ## stop everything; the data stays
	@$(PY) -m stack down

status: install  ## what runs, since when, with how much memory
	@$(PY) -m stack status

logs: install  ## follow logs: make logs SERVICE=alerts
	@$(PY) -m stack logs $(SERVICE)

reset: install  ## stop everything and delete the data
	@$(PY) -m stack reset

accounts: install  ## the demo accounts with a code for each second factor
	@$(PY) -m stack.demo

story: install  ## run the story that must always work, through the front
	@$(PY) -m stack.story

check: install  ## every gate that needs no server (under 2 minutes)
	@$(PY) -m stack.gates

test: install  ## the gates, then every test on the real servers
	@$(PY) -m stack.gates --only-static
	@$(BIN)/pytest -n 2 tests

features: install  ## F01 to F29 with the tests that show each
	@$(PY) -m stack.features

bench: install  ## every performance claim beside its peer: make bench NAME=grpc
	@$(PY) -m bench $(NAME)

trials: install  ## every reliability and security claim with its control: make trials NAME=crash
	@$(PY) -m trials $(NAME)

images: install  ## build every service's image without Docker (as root)
	@$(PY) -m deploy.images $(SERVICE)

images-test: images  ## run the compose file in real containers, without Docker (as root)
	@$(PY) -m deploy.tests.prepare
	@./deploy/tests/in_a_network.sh $(BIN)/pytest --timeout 600 deploy/tests

manifests: install  ## render the Kubernetes manifests and judge them
	@$(PY) -m deploy.manifests check
	@$(BIN)/hadolint deploy/Dockerfile
	@$(BIN)/pytest -q tests/architecture/manifests

cluster-secrets: install  ## make the secrets of the development and test overlays of deploy/k8s
	@$(PY) -m deploy.manifests secrets

cluster-test: install  ## run the platform on a real Kubernetes of its own, and update it under load (as root)
	@$(BIN)/pytest -s -o timeout_func_only=true --timeout 300 deploy/cluster/tests

compose-secrets:  ## make the secrets of deploy/compose.yaml
	@./deploy/compose/secrets.sh

compose-files: install  ## write what compose and the cluster mount and stack/ knows
	@$(PY) -m deploy.nats_configuration

format: install  ## format and mend what ruff can
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

proto: install  ## write gen/ from proto/
	@$(PY) -m stack.protos generate

screens: install  ## a picture of every page of what `make up` runs, into screens/: make screens NAME=home
	@$(PY) -m stack.browser.screens $(NAME)

words: install  ## bring the pages' Welsh catalogue up to date
	@$(PY) -m services.gateway.words

records: install  ## write docs/privacy from the tables of every service
	@$(PY) -m stack.privacy write

assets:  ## build the pages' style sheet from govuk-frontend (needs npm)
	@./services/gateway/frontend/build

$(BIN)/uv:
	@./stack/install.sh

lock: $(BIN)/uv  ## lock the requirements anew
	@$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.txt
	@$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --group dev pyproject.toml -o requirements/dev.txt
