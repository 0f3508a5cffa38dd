# The front door. Every target makes its own virtual environment (.venv) on first use; nothing else is touched.
PYTHON ?= python3
BUILD := build
# how your editor opens a file from the editor's desk, a page of the preview, e.g. "idea://open?file=/{path}&line={line}"
OPENS ?= vscode://file/{path}:{line}
SPHINX := .venv/bin/python -m sphinx -q -n --keep-going -c .

# The tests of the core, which start no browser; those that try hundreds of random texts add nothing to what is reached.
CORE := $(patsubst %,tests/test_%.py,addresses anchoring any_text bibliographies body change_summary chicago \
  citations coins collation commands contrast contributions correcting corrections credit csl_styles dates desk discovery \
  discovery_finding divisions doubtful_lemmata examples file_names front_matter_edits frontmatter fuzz harmony \
  hidden_characters importing importing_harm limits loci long_works merging name_candidates owed parallel_exports \
  parse_cache problems quoting reanchoring schemas scripts search silence source_parts stated_numbers style translations typography \
  wording works_exchange works_exports)

.PHONY: help html pdf epub guide serve publish check test core coverage lint style types bench catalogues screenshots constraints clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /	/' | expand -t 14

html: .venv/has-reader ## build the pages into build/html and print where they begin
	@$(SPHINX) -W -b html -d $(BUILD)/doctrees/html docs $(BUILD)/html
	@echo "Open $(CURDIR)/$(BUILD)/html/index.html"

pdf: .venv/has-pdf ## set the book: build/pdf, or one source with SOURCE=norwegian
	@test -n "$$(fc-list 2>/dev/null | grep -i notosansdevanagari)" || test "$$(id -u)" -ne 0 || apt-get install -q -y fonts-noto-core
	@$(SPHINX) -W -b variorum-pdf -d $(BUILD)/doctrees/pdf $(if $(SOURCE),-D variorum_pdf_only=$(SOURCE)) docs $(BUILD)/pdf
	@ls $(BUILD)/pdf/*.pdf

epub: PAGES = $(wildcard $(BUILD)/pdf/*.pages.json)
epub: .venv/has-reader ## make the electronic book: build/epub
	@$(SPHINX) -W -b epub -d $(BUILD)/doctrees/epub $(PAGES:%=-D variorum_epub_pages=%) docs $(BUILD)/epub && ls $(BUILD)/epub/*.epub

guide: .venv/has-reader ## build the guide of the software: build/guide
	@.venv/bin/python -m sphinx -q -n -W --keep-going -b html -d $(BUILD)/doctrees/guide guide $(BUILD)/guide
	@echo "Open $(CURDIR)/$(BUILD)/guide/index.html"

serve: .venv/has-preview ## live preview that follows every change, annotations too, with the editor's desk (desk.html)
	.venv/bin/python -m variorum.sphinx_ext.live -c . -D 'variorum_desk=$(OPENS)' -d $(BUILD)/doctrees/serve \
	  --watch sources --watch parallels --watch vocabularies --open-browser docs $(BUILD)/serve

publish: .venv/has-pdf ## build pages, PDF and EPUB in a clean folder and swap them into public/ in one step
	.venv/bin/variorum publish public --books

check: .venv/has-reader ## check the edition without building it
	@.venv/bin/variorum check

test: .venv/has-test ## run all tests
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

core: .venv/has-test ## test the core alone, which knows no Sphinx
	.venv/bin/python -m pytest -m "not hypothesis" $(CORE)

coverage: .venv/has-test ## hold the tests of the core to its branches; say what none of them reaches
	.venv/bin/python -m pytest -n 2 --dist loadfile -m "not hypothesis" --cov --cov-report term $(CORE)

lint: style types ## check style, types and the direction of imports

types: .venv/has-test
	.venv/bin/mypy

style: .venv/has-test node_modules/.has-biome
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports
	.venv/bin/zizmor -q --offline --persona=auditor --strict-collection .github
	@node_modules/.bin/biome ci --error-on-warnings --colors=off
	@node .ci/typst.mjs

bench: .venv/has-test ## measure speed against plain Sphinx
	.venv/bin/python -m bench

catalogues: .venv/has-reader ## gather the words of the interface for translators
	@.venv/bin/python -m variorum.wording.catalogues

screenshots: html .venv/has-test ## take the README's pictures anew (needs Chromium)
	@.venv/bin/python -m bench.screenshots

constraints: .venv/has-test .venv/has-preview ## write constraints.txt anew from what is installed
	.venv/bin/python -m pip freeze --exclude-editable > constraints.txt

clean: ## remove everything that was built
	rm -rf $(BUILD)

# what formats and checks the theme's style sheets and scripts, and the Typst of the book; `npx biome check --write` and
# `node .ci/typst.mjs --write` mend them
node_modules/.has-biome: package.json
	@command -v npm >/dev/null || { echo "npm is needed to check style sheets, scripts and Typst: apt install npm (it comes with Node)"; exit 1; }
	@npm install --silent --no-package-lock --ignore-scripts --no-audit --no-fund
	@touch $@

.venv/has-%: pyproject.toml constraints.txt
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python >= 3.11 with venv is needed: apt install python3-venv"; exit 1; }
	@.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[$*]'
	@touch $@
