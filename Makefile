# Two commands set everything up: `make briefs` and `make test`. Both make .venv when it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
export PYTHONDONTWRITEBYTECODE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: briefs test corpus team fast check golden question-weights level-weights bench fuzz crash hostile audit form clean
.DEFAULT_GOAL := briefs

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(INSTALLED)

briefs: $(INSTALLED)   ## the main job on the shipped sample
	$(BIN)/msp run

test: $(INSTALLED)     ## everything CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal -m "not team and not corpus"

corpus: $(INSTALLED)   ## pseudonymisation on all corpora of privacy, of which `make test` takes the last
	$(BIN)/pytest -n 2 -m corpus

team: $(INSTALLED)     ## deployments, gate and automations on a served Prefect; several minutes
	$(BIN)/pytest -m team

fast: $(INSTALLED)     ## without the tests that start servers or the whole pipeline
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not team and not corpus"

check: $(INSTALLED)    ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

golden: $(INSTALLED)   ## write the golden files anew; look at the diff before you commit it
	$(BIN)/pytest tests/test_golden.py tests/test_readme.py --update-golden

question-weights: $(INSTALLED)   ## learn from the declared wordings how questions are asked
	$(BIN)/python -c 'from tasks.adapters.interviewing import store_question_weights as store; store()'

level-weights: $(INSTALLED)   ## learn from the declared wordings how levels are told
	$(BIN)/python -c 'from tasks.adapters.level_wordings import store_level_weights as store; store()'

fuzz: $(INSTALLED)     ## 20,000 damaged files through every reader; each must end in tables or problems
	$(BIN)/python -W ignore tests/fuzz/readers.py

crash: $(INSTALLED)    ## 200 runs killed at random moments, 24 disks that refuse; then the same bytes as an undisturbed run; 6 minutes
	$(BIN)/python -W ignore tests/durability/crashes.py --kills 200

hostile: $(INSTALLED)  ## 1,000 interviews, one in twenty hostile: 950 read, 50 named, below 2 GiB; several minutes
	$(BIN)/python -W ignore tests/bench/hostile.py

bench: $(INSTALLED)    ## what reading and coding cost beside the libraries alone, as ratios; several minutes
	PYTHONPATH=. $(BIN)/python tests/bench/reading.py
	PYTHONPATH=. $(BIN)/python tests/bench/coding.py
	PYTHONPATH=. $(BIN)/python tests/bench/briefs.py
	PYTHONPATH=. $(BIN)/python tests/bench/portfolio.py
	PYTHONPATH=. $(BIN)/python -W ignore tests/bench/growth.py
	PYTHONPATH=. $(BIN)/python tests/bench/orchestration.py
	PYTHONPATH=. $(BIN)/python tests/bench/workers.py
	PYTHONPATH=. $(BIN)/python tests/bench/many_countries.py

audit: $(INSTALLED)    ## known weaknesses of the packages used; says so when they cannot be asked for
	$(BIN)/python tests/bench/packages.py

form: $(INSTALLED)     ## the questionnaire as a workbook for KoboToolbox or ODK
	$(BIN)/msp form reports/annex1.xlsx

clean:                 ## tables and reports; raw data stay
	rm -rf data/processed/[A-Z][A-Z][A-Z] data/processed/portfolio.json reports/[A-Z][A-Z][A-Z] reports/index.html reports/portfolio*
