# One word each; `make check` is what CI runs.
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help

help: ## list the words
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.ready: requirements.lock pyproject.toml
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready ## make the environment from the lock

lint: setup ## style
	$(BIN)/ruff check src tests evaluation benchmarks && $(BIN)/ruff format --check src tests evaluation benchmarks

types: setup ## types, strict
	$(BIN)/mypy

imports: setup ## the dependency rule
	$(BIN)/lint-imports

test: setup ## the tests
	$(BIN)/pytest -n auto

check: lint types imports test ## all that CI runs

gate: setup ## measures on sets of others: GOLD=folder SCORE=score.py
	@$(BIN)/python evaluation/gate.py $(if $(GOLD),--gold "$(GOLD)") $(if $(SCORE),--score "$(SCORE)") $(OPTIONS)
