# Fairweek: `make demo` to look at it, `make test` to trust it. POSIX make.
.POSIX:

PYTHON = python3
PORT = 8000
VENV = .venv
RUN = $(VENV)/bin/python

help:
	@echo "make demo         the demonstration department at http://localhost:$(PORT)"
	@echo "make demo-reset   the same, afresh"
	@echo "make test         every check, on PostgreSQL, Redis and Chromium"
	@echo "make test-fast    on SQLite, without the browser and what is slow; two to three minutes"
	@echo "make mutation     whether the rules' tests notice small faults; hours, or see benchmarks/"
	@echo "make chaos        break everything while 500 people are told their rota; minutes"
	@echo "make screenshots  the pictures in docs/pictures"
	@echo "make install      only what make demo needs"

install: $(VENV)/installed

$(VENV)/installed: requirements.lock
	sh demo/install.sh $(PYTHON) $(VENV) requirements.lock
	touch $@

$(VENV)/installed-tests: requirements-test.lock
	sh demo/install.sh $(PYTHON) $(VENV) requirements-test.lock
	touch $@ $(VENV)/installed

demo: install
	exec env PORT=$(PORT) $(RUN) demo/run.py

demo-reset: install
	exec env PORT=$(PORT) $(RUN) demo/run.py --afresh

test: $(VENV)/installed-tests
	$(RUN) -m tests.machine full

test-fast: $(VENV)/installed-tests
	$(RUN) -m tests.machine fast

chaos: $(VENV)/installed-tests
	$(RUN) -m tests.chaos

screenshots: $(VENV)/installed-tests
	$(RUN) -m tests.machine run $(RUN) -m pytest -q tests/browser/screenshots.py

# A tenth of the mutants, always the same: make mutation MUTANTS='roster.rules.*__mutmut_*3'
MUTANTS = roster.rules.*

$(VENV)-mutation/installed: requirements-test.lock requirements-mutation.lock
	sh demo/install.sh $(PYTHON) $(VENV)-mutation requirements-test.lock
	sh demo/install.sh $(PYTHON) $(VENV)-mutation requirements-mutation.lock
	touch $@

mutation: $(VENV)-mutation/installed
	env DATABASE_URL= $(VENV)-mutation/bin/mutmut run --max-children 2 '$(MUTANTS)'
	$(VENV)-mutation/bin/mutmut results

clean:
	rm -rf $(VENV) $(VENV)-mutation mutants var

.PHONY: help install demo demo-reset test test-fast chaos screenshots mutation clean
