# make run    a usable page from a fresh checkout: environment, index, web app
# make test   everything: lint, types, layers, unit, real model, real servers (Chroma, PostgreSQL, a small language
#             model), real browser
# make quick  the quick lane: no real model, server or browser
# make setup  the shared first part: a virtual environment in .venv with v2a in it

V2A := .venv/bin/v2a
PYTEST := .venv/bin/python -m pytest
QUICK := not real_model and not server and not browser and not slow

.PHONY: setup run test quick lint browser postgres local-model eval clean

setup:
	@scripts/setup.sh

run: setup
	@$(V2A) ingest
	@exec $(V2A) serve

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

browser:
	@scripts/browser.sh >/dev/null

postgres:
	@scripts/postgres.sh >/dev/null

local-model: setup
	@scripts/local_model.sh >/dev/null

# One run of pytest, so that its closing line counts everything.
test: setup browser postgres local-model lint
	@$(PYTEST)

quick: setup
	@$(PYTEST) -m "$(QUICK)"

eval: setup
	@$(V2A) eval

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find assistant ingest evals ui tests -name __pycache__ -type d -prune -exec rm -rf {} +
