# One word each; each sets up what it needs. `make check` is what CI runs.
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
CODE := src tests evaluation benchmarks tools

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-slow lint format types imports check gate floors errors copies formats soak bench bench-scale screenshots docs weights

help: ## list the words
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 16

# The lock names everything with its hash, so nothing is left to resolve; what is imported is compiled then.
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps --no-compile
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready ## make the environment from the lock

demo: setup ## the main job on the sample reports: terminal, and a page in dossiers/
	@$(BIN)/crosswire demo -o dossiers

test: setup ## the tests
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -q -m "not slow"

test-slow: setup ## those that take long or time themselves: a cluster with a node killed, two hundred feeds, every page in every light, lengths
	$(BIN)/python -m pytest -q -m slow

lint: setup ## style
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

format: setup ## put the style right
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types: setup ## types, strict
	$(BIN)/mypy

imports: setup ## the dependency rule
	$(BIN)/lint-imports

check: lint types imports test ## all that CI runs

gate: setup ## measures on sets of others: GOLD=folder SCORE=score.py
	@$(BIN)/python -m evaluation.gate $(if $(GOLD),--gold "$(GOLD)") $(if $(SCORE),--score "$(SCORE)") $(OPTIONS)

floors: setup ## our own labelled cases against their floors; OPTIONS=--pin raises them
	@$(BIN)/python -m evaluation.own --check $(OPTIONS)

errors: setup ## kinds of error and calibration on our own cases; with GOLD=folder on sets of others, too
	@$(BIN)/python -m evaluation.errors $(if $(GOLD),--gold "$(GOLD)") $(OPTIONS)

world: setup ## made-up stories whose truth is known: OPTIONS="--split tune --show 2" shows what fails
	@$(BIN)/python -m evaluation.world $(OPTIONS)

copies: setup ## made-up wires and their copies: OPTIONS="--split tune --show 2", OPTIONS="--laws --piles 14"
	@$(BIN)/python -m evaluation.wire $(OPTIONS)

formats: setup ## each format against the validator of its standard, on your own stories, too: STORIES="reports/one:two.jsonl"
	CROSSWIRE_STORIES="$(STORIES)" $(BIN)/python -m pytest -q tests/unit/render/formats

weights: setup ## weights of the alignment, learned anew from labelled pairs: minutes
	@$(BIN)/python -m evaluation.train_alignment --write $(OPTIONS)

fuzz-api: setup ## schemathesis on the REST in full: minutes; EXAMPLES=100 an operation
	CROSSWIRE_FUZZ=$(or $(EXAMPLES),60) $(BIN)/python -m pytest -q tests/web/test_fuzz.py

soak: setup ## in full, for hours: never lost (OPTIONS="--rounds 20"), then attacks, lies, questions, the server, the cluster
	@$(BIN)/python -m evaluation.soak $(OPTIONS)
	CROSSWIRE_SOAK=1 CROSSWIRE_FUZZ=$(or $(EXAMPLES),60) $(BIN)/python -m pytest -q $(LONG)

# What has more rounds in the soak than in a test run (tests/rounds.py), with all that stands beside it.
LONG := tests/unit/fetch tests/unit/watch tests/unit/acquire tests/mcp tests/propose tests/contracts tests/engine tests/web/test_fuzz.py

soak-cluster: setup ## drivers and nodes of a Ray cluster killed in mid-run, KILLS=10 rounds: minutes
	CROSSWIRE_KILLS=$(or $(KILLS),10) $(BIN)/python -m pytest -q tests/engine/test_engines.py -k killed

bench: setup ## how fast: OPTIONS=--quick for a look, below a minute
	@$(BIN)/python benchmarks/bench.py $(OPTIONS)

bench-scale: setup ## stories of a million made-up reports: OPTIONS="--reports 20000" for a look
	@$(BIN)/python benchmarks/scale.py $(OPTIONS)

bench-cluster: setup ## two workers of Ray beside two bare parser processes: OPTIONS="--json FILE"
	@$(BIN)/python -m benchmarks.cluster $(OPTIONS)

bench-desk: setup ## ten readers and a feed of 50 reports a second on one workspace in PostgreSQL: minutes
	@$(BIN)/python -m benchmarks.desk $(OPTIONS)

screenshots: setup ## the pictures of the docs, by headless Chromium
	@$(BIN)/python tools/screenshots.py

docs: setup ## outputs of examples, reference pages and tables of figures, written anew
	@$(BIN)/python tools/examples.py --write
	@$(BIN)/python tools/reference.py
	@$(BIN)/python tools/figures.py
