# `make run` opens the dashboard, `make test` runs every check. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_TESTS := .venv/.installed-tests

.PHONY: help run test lint data prepare pretrained peers clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED) ## install what is missing, fetch MovieLens-100K, open the dashboard on port 8501
	@$(BIN)/python -m recsys_core data fetch ml-100k --if-missing || \
		echo "Going on with the embedded sample: MovieLens-100K could not be fetched."
	@$(BIN)/python -m recsys_core prepare
	@echo "Opening the dashboard on http://localhost:$(PORT) (Ctrl+C stops it)."
	@$(BIN)/python -m recsys_core.ui.shell.first_visit $(PORT) & \
		exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(INSTALLED_TESTS) ## install what the tests need, the browser included, and run everything
	@$(BIN)/python tests/install_browser.py
	@echo "Checking style and types."
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m recsys_core prepare
	@echo "Running the rerankers' tests with array bounds checked."
	@NUMBA_BOUNDSCHECK=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/rerank
	@echo "Running the tests."
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(INSTALLED_TESTS) ## ruff and mypy alone
	@$(BIN)/ruff check . && $(BIN)/mypy

data: $(INSTALLED) ## fetch MovieLens-100K
	@$(BIN)/python -m recsys_core data fetch ml-100k

prepare: $(INSTALLED) ## compile the engine and score everybody once, so that the first visitor does not wait
	@$(BIN)/python -m recsys_core prepare

pretrained: $(INSTALLED) ## train the checkpoints that ship in recsys_core/pretrained/ again
	@$(BIN)/python -m recsys_core data fetch ml-100k --if-missing
	@$(BIN)/python -m recsys_core.training.language_model.pretrained

peers: benchmarks/.venv-peers/.installed benchmarks/.venv-agreement/.installed ## libraries that benchmarks compare with

benchmarks/.venv-%/.installed: benchmarks/requirements-%.txt
	@echo "Installing $< into an environment of its own."
	@$(PYTHON) -m venv benchmarks/.venv-$*
	@benchmarks/.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean: ## remove caches, keep fetched data and the environment
	rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@echo "Creating the virtual environment .venv with $$($(PYTHON) --version)."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make run PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv .venv

$(INSTALLED): requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt into .venv (a few minutes the first time)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(INSTALLED_TESTS): tests/requirements.txt $(INSTALLED)
	@echo "Installing what the tests need into .venv."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@
