# Two commands are enough: `make run` and `make test`. Both set up whatever is missing first; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup run test show trace screens tck lint bench soak bare clean

PORT ?= 8000
JOBS ?= 2
PYTEST_ARGS ?=
# What draws text in printed documents (PDF); without it the pages work and say what is missing.
PRINTING := libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk
BROWSER := chromium libatomic1 $(PRINTING)
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
BUILT := web/static/build/.built
FRONTEND := $(shell find web/frontend -name node_modules -prune -o -type f -print)

export PORT

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: $(INSTALLED) $(BUILT)  ## virtual environment and front end; a second time does nothing

run: setup  ## set up, seed a demo company and serve on 127.0.0.1 (PORT=8000)
	@.ci/need $(PRINTING) || true
	@$(VENV)/bin/huixiang demo --port $(PORT)
	@exec $(VENV)/bin/huixiang serve --port $(PORT)

test: setup  ## every test but the benchmarks
	@.ci/need $(BROWSER)
	@$(PYTHON) -m pytest -m "not bench" -n $(JOBS) --dist loadfile $(PYTEST_ARGS)

show: setup  ## what the product promises to show, one line each
	@.ci/need $(BROWSER)
	@$(PYTHON) -m tests.tools.show

trace: $(INSTALLED)  ## every requirement row with the tests that cite it, or the reason why none does
	@$(PYTHON) -m tests.tools.trace

screens: setup  ## every page as a picture in screens/, checked on the way
	@.ci/need $(BROWSER)
	@$(PYTHON) -m tests.tools.screens

tck: $(INSTALLED)  ## the decision-model compatibility cases that are checked in, with counts
	@$(PYTHON) -m tests.tck

lint: $(INSTALLED)  ## import order, homes of libraries, sizes, first lines, words
	@$(PYTHON) -m pytest -q tests/test_architecture.py tests/test_docs.py

bench: setup  ## the benchmarks
	@$(PYTHON) -m pytest -m bench $(PYTEST_ARGS)

soak: $(INSTALLED)  ## 1,000 random diagrams x 30 steps against the oracle (SEED=1)
	@HUIXIANG_DIAGRAMS=1000 HUIXIANG_SEED=$(or $(SEED),1) $(PYTHON) -m pytest tests/oracle/test_against_the_token_game.py -q -n $(JOBS) $(PYTEST_ARGS)

bare:  ## `make test` and `make run` on a new minimal Debian, in a folder outside this one (root, debootstrap)
	@.ci/bare $(BARE)

clean:  ## remove what set-up made; data in var/ stays
	rm -rf $(VENV) web/frontend/node_modules web/static/build screens

$(INSTALLED): requirements.lock .ci/install
	@.ci/need python3 python3-venv
	@echo "Installing Python packages ..."
	@.ci/install $(VENV)
	@touch $@

$(BUILT): $(INSTALLED) $(FRONTEND) .ci/frontend
	@echo "Building the front end ..."
	@.ci/frontend $(VENV)
	@touch $@
