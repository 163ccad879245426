# `make run` opens the dashboard, `make test` runs the checks. `make help` lists the rest.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_TESTS := .venv/.installed-tests

.PHONY: help run test test-long audit docs lint data prepare pretrained peers clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED) ## install missing packages, fetch MovieLens-100K, open the dashboard (HOST=0.0.0.0: to the network)
	@$(BIN)/python -m recsys_core data fetch ml-100k --if-missing || \
		echo "MovieLens-100K could not be fetched; continuing with the embedded sample."
	@$(BIN)/python -m recsys_core prepare
	@echo "Opening the dashboard on http://$(HOST):$(PORT) (Ctrl+C stops it)."
	@exec $(BIN)/python -m recsys_core.ui.launch --server.port $(PORT) --server.address $(HOST)

test: $(INSTALLED_TESTS) ## install what the tests need, including a browser, and run all but the long ones
	@$(BIN)/python tests/install_browser.py
	@echo "Checking style and types."
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory docs
	@$(BIN)/python -m recsys_core prepare
	@echo "Running the reranker tests with bounds-checked arrays."
	@NUMBA_BOUNDSCHECK=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/rerank
	@echo "Running the tests."
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-long: $(INSTALLED_TESTS) ## run the tests marked "long", which `make test` leaves out; no such test is no error
	@$(BIN)/python -m pytest -m long -n 2 --dist loadfile || [ $$? -eq 5 ]

audit: .venv-audit/.installed $(INSTALLED_TESTS) ## known vulnerabilities of pinned packages, bill of materials, licences
	@.venv-audit/bin/python tests/audit.py .venv-audit/bin $(BIN)/python .cache/audit

.venv-audit/.installed: tests/requirements-audit.txt
	@echo "Installing $< into an environment of its own."
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

docs: $(INSTALLED_TESTS) ## build the documentation into .cache/docs; a warning is an error
	@echo "Building the documentation."
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --jobs 2 --doctree-dir .cache/doctrees docs .cache/docs

lint: $(INSTALLED_TESTS) ## run ruff and mypy only
	@$(BIN)/ruff check . && $(BIN)/mypy

data: $(INSTALLED) ## fetch MovieLens-100K
	@$(BIN)/python -m recsys_core data fetch ml-100k

prepare: $(INSTALLED) ## compile the engine and score all users once, so that the first visitor need not wait
	@$(BIN)/python -m recsys_core prepare

pretrained: $(INSTALLED) ## retrain the checkpoints that ship in recsys_core/pretrained/
	@$(BIN)/python -m recsys_core data fetch ml-100k --if-missing
	@$(BIN)/python -m recsys_core.training.language_model.pretrained

peers: benchmarks/.venv-peers/.installed benchmarks/.venv-agreement/.installed ## install the libraries that benchmarks compare with

benchmarks/.venv-%/.installed: benchmarks/requirements-%.txt
	@echo "Installing $< into a separate environment."
	@$(PYTHON) -m venv benchmarks/.venv-$*
	@benchmarks/.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean: ## remove caches, keep fetched data and the environment
	rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@echo "Creating the virtual environment .venv with $$($(PYTHON) --version)."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is required. Choose one with: make run PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv .venv

$(INSTALLED): requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt into .venv (a few minutes the first time)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(INSTALLED_TESTS): tests/requirements.txt $(INSTALLED)
	@echo "Installing the test requirements into .venv."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
