# Reeve. `make` or `make help` lists what there is to do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test test-fast wheel docs check format lint types imports validate evaluate bench bench-peers figures understanding redactor clean lock assets setup

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo var/uv/bin/uv)
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export RASA_TELEMETRY_ENABLED := false
export HF_HUB_OFFLINE := 1
EVALUATION_DIR ?=
PYTEST ?=
FIGURES ?=

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: setup ## Set up whatever is missing and serve the site
	@$(BIN)/reeve serve

test: setup ## Set up whatever is missing and run every test
	@$(BIN)/reeve train --only
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/journeys/test_wheel.py $(PYTEST)

wheel: setup ## Build the wheel, install it into an empty environment, train and evaluate there
	@$(BIN)/reeve train --only
	$(BIN)/python -m pytest tests/journeys/test_wheel.py

test-fast: setup ## Run the tests of pure logic alone, in less than a minute
	$(BIN)/python -m pytest -m fast -n 2 --dist loadfile --ignore tests/browser --ignore tests/journeys $(PYTEST)

docs: setup ## Write the parts of the documents that are made from the code
	@$(BIN)/python -W ignore -m tests.support.documents

check: setup format lint types imports validate test wheel ## Everything that must pass before a change lands

format: setup
	@echo "Formatting"; $(BIN)/ruff format --check --quiet .

lint: setup
	@echo "Linting"; $(BIN)/ruff check --quiet .

types: setup
	@echo "Checking types"; $(BIN)/mypy

imports: setup
	@echo "Checking which way imports point"; $(BIN)/lint-imports --no-logo

validate: setup
	@echo "Validating the Rasa project"
	@$(BIN)/python -W ignore -m rasa data validate --config config.yml --domain bot/domain.yml --data bot/data 2>&1 | grep -vE 'Warning|^  ' || exit $${PIPESTATUS[0]}

evaluate: setup ## Measure quality on our own golden sets (EVALUATION_DIR=... adds public ones)
	@$(BIN)/reeve evaluate $(if $(EVALUATION_DIR),--public $(EVALUATION_DIR))

bench: setup ## Measure speed and memory of the running application
	@$(BIN)/reeve bench

bench-peers: setup ## Compare with stock Rasa on the same data (trains for an hour or two, once)
	@$(BIN)/python -m api.measuring.peers docs/triage.md

figures: setup ## Measure the golden figures that tests compare with, and write them anew (FIGURES="crisis search")
	@$(BIN)/python -W ignore -m tests.support.golden_figures $(FIGURES)

understanding: setup ## Train the encoder's second upper half on messages by many hands, and what reads it
	$(BIN)/python -W ignore -m bot.training.understanding

redactor: setup ## Train the name and address recogniser that redaction uses
	$(BIN)/python -m redaction.ner.train

clean: ## Remove everything that can be made again, run-time state included
	rm -rf $(VENV) var node_modules .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

lock: ## Pin the newest versions that fit into requirements.txt
	$(UV) pip compile -q pyproject.toml --group dev --override overrides.txt --python-version 3.11 --upgrade \
	  --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
	  | sed -E 's/^(torch==[0-9.]+)\+cpu/\1/; /^nvidia-/d; /^triton/d; /^cuda-/d' > requirements.new
	mv requirements.new requirements.txt

assets: ## Rebuild the committed style sheet and scripts from npm packages (needs Node)
	npm ci && npm run build

setup: $(VENV)/installed

$(VENV)/installed: requirements.txt overrides.txt pyproject.toml
	@command -v $(UV) >/dev/null || { echo "Fetching uv"; python3 -m pip install --quiet --target var/uv uv; }
	@echo "Making $(VENV) with Python 3.11"
	@$(UV) venv --quiet --allow-existing --python 3.11 $(VENV) || { \
	  echo "Reeve needs Python 3.11, and uv could neither find nor fetch it. Install Python 3.11 and run this again."; exit 1; }
	@echo "Installing the pinned packages (a minute or two, once)"
	@VIRTUAL_ENV=$(VENV) $(UV) pip install -r requirements.txt --override overrides.txt
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --editable .
	@touch $@
