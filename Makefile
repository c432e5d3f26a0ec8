# A door to packaging/bootstrap, which does the work (and runs on Windows, where there is no make).
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) packaging/bootstrap

.DEFAULT_GOAL := help
.PHONY: help run setup model ocr test lint fuzz bench sample screenshots installer lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

run: ## set up what is missing, then open the window with the sample document
	@$(BOOTSTRAP) run

setup: ## set up what is missing, and stop there
	@$(BOOTSTRAP) setup

model: ## fetch the demonstration model into .models/
	@$(BOOTSTRAP) model

ocr: ## install what reads the text of scanned pages
	@$(BOOTSTRAP) ocr

test: ## everything: lint, types, import contracts, all tests
	@$(BOOTSTRAP) test

lint: ## style, types and import contracts only
	@$(BOOTSTRAP) lint

fuzz: ## the tests that damage files by chance, 300 of each kind (YIDESK_FUZZ=N: so many)
	@$(BOOTSTRAP) fuzz

bench: ## run benchmarks/*.py one by one; each prints one JSON object
	@$(BOOTSTRAP) bench

sample: ## make resources/sample/*.pdf anew (needs Chromium)
	@$(BOOTSTRAP) sample

screenshots: ## take the pictures of docs/images/ anew
	@$(BOOTSTRAP) screenshots

installer: ## write build/installer/, which Briefcase makes an installer of
	@$(BOOTSTRAP) installer

lock: ## resolve requirements/*.txt anew (needs uv)
	@$(BOOTSTRAP) lock

clean: ## remove .venv and build outputs
	@$(BOOTSTRAP) clean
