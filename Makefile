# Everything a newcomer or CI types. Each target sets up what it needs in .venv and removes nothing.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 5000
MODEL ?=
TEXT ?=
BASE ?= skt/kogpt2-base-v2
CONFIG ?= configs/kogpt2.toml
OUT ?= runs/$(basename $(notdir $(CONFIG)))
MINI := runs/mini$(if $(TEXT),-text)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --prefer-binary --constraint constraints.txt

.PHONY: serve test check format bench bank mini kogpt2 clean

serve: .venv/core.stamp  ## the service, answering from the written examples (MODEL=… for a model)
	@exec $(BIN)/buddy serve --host $(HOST) --port $(PORT) $(if $(MODEL),--model "$(MODEL)")

test: .venv/dev.stamp  ## every test this machine can run, in two processes
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: .venv/dev.stamp  ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev.stamp  ## our engine beside Hugging Face generate and the memory's limit
	$(BIN)/python benchmarks/engine.py

bank: .venv/dev.stamp  ## what the search has learnt, learnt again: after a change of the bundled records or the judged questions
	$(BIN)/python -m interviewbuddy.training.relevance tests/data/questions.jsonl
	$(BIN)/python benchmarks/search.py

mini: .venv/train.stamp  ## train a small model on the spot and serve it, marked as a demonstration
	$(BIN)/buddy train --config configs/mini.toml --out $(MINI) $(if $(TEXT),--text "$(TEXT)")
	$(BIN)/buddy export $(MINI) --out $(MINI)-bundle --name mini --demonstration
	@exec $(BIN)/buddy serve --host $(HOST) --port $(PORT) --model $(MINI)-bundle

kogpt2: .venv/train.stamp  ## the deck's work on AI Hub's data: make kogpt2 SOURCE=folder (CONFIG=configs/kogpt2-conditions.toml)
	@test -n "$(SOURCE)" || { echo "make kogpt2 SOURCE=folder: AI Hub에서 받은 폴더를 SOURCE로 주세요. / Give AI Hub's folder as SOURCE."; exit 1; }
	$(BIN)/buddy corpus build "$(SOURCE)" --out "$(OUT)/corpus"
	$(BIN)/buddy train --config "$(CONFIG)" --base "$(BASE)" --corpus "$(OUT)/corpus" --out "$(OUT)/run" $(FLAGS)
	$(BIN)/buddy export "$(OUT)/run" --out "$(OUT)/bundle" --name kogpt2-interview
	@echo "make serve MODEL=$(OUT)/bundle"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "InterviewBuddy needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/core.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/train.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[train]'
	@touch $@ .venv/core.stamp

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/core.stamp .venv/train.stamp

clean:  ## what was built, never what was made (runs stay)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
