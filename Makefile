# make demo sets everything up, reads the example pages and prints the situation report; make test sets up and tests.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
BUILT := src/bellwire/web/static/built
READY := $(VENV)/ready
WORKERS ?= 2

.PHONY: setup assets browser demo test lint check bench bench-store bench-desk speed lock clean

setup: $(READY) assets

$(READY): requirements/dev.txt requirements/ftm.txt pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Bellwire needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12")'
	@echo "Setting up in $(VENV) (some minutes the first time) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $(VENV)/ftm \
	  -r requirements/ftm.txt
	@touch $(READY)

# The desk's scripts and basemap. Without Node all but `bellwire serve` works, and it says what to install.
assets: $(BUILT)/ready

$(BUILT)/ready: web/package-lock.json scripts/derive_towns.py $(wildcard web/src/*.ts web/build/*.mjs) | $(READY)
	@scripts/build_assets $(BUILT) $(BIN)/python

demo: setup
	@$(BIN)/bellwire ingest examples --store demo.sqlite --workers $(WORKERS)
	@echo
	@$(BIN)/bellwire brief --store demo.sqlite
	@echo
	@echo "The record is in demo.sqlite. Ask it what happened, and look at a page with what was read from it:"
	@echo "  $(BIN)/bellwire incidents --store demo.sqlite --type ASSAULT"
	@echo "  $(BIN)/bellwire explain examples/sahel-djibo-convoy/1.txt"
	@echo
	@if [ -f $(BUILT)/ready ]; then echo "Open the desk on it, in the browser, with map, timeline, incidents, claims and review:"; \
	else echo "The desk in the browser needs its scripts. Install Node 18 or newer (https://nodejs.org), then: make assets, and:"; fi
	@echo "  $(BIN)/bellwire serve --store demo.sqlite"

browser:
	@scripts/install_chromium

test: setup browser
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: setup
	$(BIN)/python bench/gate.py --workers $(WORKERS)

bench-store: setup
	$(BIN)/python bench/store.py

bench-desk: setup
	$(BIN)/python bench/desk.py

speed: setup
	$(BIN)/python bench/speed.py

lock: setup
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra dev --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-header -o requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-header -o requirements/ftm.txt requirements/ftm.in

clean:
	rm -rf $(VENV) demo.sqlite* build dist $(BUILT) web/node_modules
