# Every way to work with Fixi. `make` alone lists them.
#
# Each target sets itself up: it depends on .venv/.ready, which tools/setup.sh makes anew whenever the dependencies
# change. ARGS is handed on: `make test ARGS="-k rating"`, `make run ARGS=--help`.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

READY := .venv/.ready
PEERS := .venv-peers/.ready
ARGS ?=

# A checkout that was moved, or whose interpreter was removed, has a .venv that looks ready and cannot run: its scripts
# name the old path. .ready holds the folder it was made in, so that such a .venv is noticed and made again.
ifneq ($(shell [ "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" ] && .venv/bin/python -c '' 2>/dev/null && echo usable),usable)
$(READY): again
endif

.PHONY: help setup run test chaos demo check bench lock machines clean again

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv with pinned dependencies (the others do it when needed)

run: $(READY) ## start the whole system on embedded servers
	@.venv/bin/fixi up --sample $(ARGS)

test: $(READY) ## run every test
	@.venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

chaos: $(READY) ## kill the running parts at random under load, and count (ARGS="--seed 7 --kills 30")
	@.venv/bin/python -m tests.chaos $(ARGS)

demo: $(READY) ## play one client's story in the terminal
	@.venv/bin/fixi demo $(ARGS)

check: $(READY) ## formatter, linter, types, import contracts, diagrams up to date
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports
	.venv/bin/python -m tools.draw_machines --check

bench: $(READY) $(PEERS) ## measure, and print a table with ratios
	@.venv/bin/python -m benchmarks $(ARGS)

lock: ## choose the newest versions that pyproject.toml allows and write the lock files
	@sh tools/lock.sh

machines: $(READY) ## draw the diagrams of docs/machines from the tables
	@.venv/bin/python -m tools.draw_machines $(ARGS)

clean: ## remove .venv and everything that was built; data in .fixi stays
	rm -rf .venv .venv-peers build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# `again` is never made, so what depends on it always is.
again:

$(READY): pyproject.toml requirements.lock tools/setup.sh
	@sh tools/setup.sh

# What `make bench` compares with, beside our own packages and never among them.
$(PEERS): benchmarks/peers/requirements.txt | $(READY)
	@rm -rf .venv-peers
	@.venv/bin/python -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt
	@touch $@
