# Two commands do everything: `make run` and `make test`. Both set themselves up.
#
# PYTHON=/path/to/python3.12 make run    chooses another Python (3.11 or newer)

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check bench soak crashes year format model adapter eval-adapter clean

run: $(VENV)/.ready model
	@$(BIN)/llmtutor

test: $(VENV)/.ready-dev model
	$(BIN)/python -m pytest -n logical

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/llmtutor content check

bench: $(VENV)/.ready-dev model
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/keys.py
	$(BIN)/python benchmarks/quiz.py

# Kills the program 1,000 times while it writes, and checks that nothing was lost. Minutes.
soak: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/soak.py --kills 1000

# Ends the engine 200 times while it loads, reads, writes, saves and restores. Half an hour.
crashes: $(VENV)/.ready-dev model
	$(BIN)/python benchmarks/crashes.py --kills 200

# A year of daily use: due counts, retention, size of the database, time of Today.
year: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/year.py

# Trains the tutor adapter: hours on two cores, minutes on a GPU. Interrupted, it goes on
# where it was. models/adapter/README.md says where the question set is from.
TRAINED := .cache/adapter
BASE := models/SmolLM2-135M-Instruct.Q4_1.gguf
SQUAD ?= .cache/squadshifts_new_wiki.json
# For a trial: STEPS of each stage, ADAPTER_FILE written elsewhere, MOST questions of a kind, or
# what there are MINUTES for.
STEPS ?= 0
ADAPTER_FILE ?= models/adapter/tutor-smollm2-135m.gguf
MOST ?= 500
MINUTES ?= inf
LECTURE_MOST ?= 140
QUESTION_MOST ?= 20
ADAPTER := PYTHONPATH=models:src $(BIN)/python -m adapter

adapter: $(VENV)/.ready-train model
	@test -f "$(SQUAD)" || { echo "No $(SQUAD). See models/adapter/README.md, or SQUAD=file make adapter"; exit 1; }
	$(ADAPTER).train --base $(BASE) --squad "$(SQUAD)" --out $(TRAINED) --steps $(STEPS)
	$(ADAPTER).export --base $(BASE) --trained $(TRAINED) --to $(ADAPTER_FILE)

# Asks the model with and without the adapter what it was never trained on. An hour or two.
eval-adapter: $(VENV)/.ready-dev model
	@test -f "$(SQUAD)" || { echo "No $(SQUAD). See models/adapter/README.md, or SQUAD=file make eval-adapter"; exit 1; }
	$(ADAPTER).evaluate --base $(BASE) --squad "$(SQUAD)" --out $(TRAINED)/evaluation \
	  --adapter $(ADAPTER_FILE) --most $(MOST) --minutes $(MINUTES)
	$(ADAPTER).lectures --out $(TRAINED)/evaluation/lectures.jsonl --most $(LECTURE_MOST)
	$(ADAPTER).questions --out $(TRAINED)/evaluation/questions.jsonl --most $(QUESTION_MOST)
	$(ADAPTER).heard --base $(BASE) --adapter $(ADAPTER_FILE)

format: $(VENV)/.ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Gets the default model once, into models/. Without a network the app runs all the same.
model: $(VENV)/.ready
	@$(BIN)/llmtutor models check default >/dev/null 2>&1 \
	  || $(BIN)/llmtutor models get default --into models \
	  || echo "No model for now: reading, search, quotes and quizzes work without one."

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is older than 3.11. Say which one to use: PYTHON=... make run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing. llama.cpp is compiled on this machine, which takes some minutes, once."
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.ready-train: $(VENV)/.ready
	@$(PIP) install -c constraints.txt -e '.[train]'
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
