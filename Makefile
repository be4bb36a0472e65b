# The portal's commands; each is a script of the same name in scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench
export PORT LANE SCALE

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST)

setup: ## Set everything up for run, test and check
	@scripts/setup.sh dev
	@scripts/data.sh

run: ## Set up and serve the practice portal on http://127.0.0.1:8000 (PORT= changes the port)
	@scripts/run.sh

test: ## Run the tests on PostgreSQL and SQLite (LANE=sqlite or postgres for one, ARGS= for pytest)
	@scripts/setup.sh dev
	@scripts/test.sh $(ARGS)

check: ## Check format, lint, types, layers, migrations and deployment settings
	@scripts/setup.sh dev
	@scripts/check.sh

bench: ## Measure the heavy work on PostgreSQL and write bench/report.md (SCALE=1 builds a whole country)
	@scripts/setup.sh dev
	@scripts/bench.sh
