# What there is to do here. `make site` and `make test` need a Debian machine
# with Go and nothing else; what else they need, they install.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The browser of the tests, and data to measure with (the folder need not be
# there: `bench` then repeats the pages of content/).
export CHROMIUM ?= /usr/bin/chromium
BENCH_DATA ?= $(wildcard ../shared/bench)

SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
APT_INSTALL := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
GO_FOLDERS := cmd internal layouts static

# $(call need,packages) installs those of the Debian packages that are missing.
# The package lists of a fresh machine are empty: they are fetched where a
# package is not found without them.
need = @missing=$$(for package in $(1); do [ "$$(dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null)" = installed ] || echo $$package; done); \
  [ -z "$$missing" ] || { echo "installing" $$missing; $(APT_INSTALL) $$missing || { $(SUDO) apt-get update && $(APT_INSTALL) $$missing; }; }

# The fonts that internal/browser/testdata/fonts names.
FONTS := fonts-dejavu-core fonts-liberation
# What only the long forms of tests need, beside what all tests do.
LONG_PACKAGES :=

# What the tests have from npm; npm writes this file when it has installed all.
NODE_PACKAGES := internal/browser/node_modules/.package-lock.json

## site: build the program to bin/intraqvt and the portal to public/
.PHONY: site
site: program
	bin/intraqvt build

## program: build the program to bin/intraqvt
.PHONY: program
program:
	go build -o bin/intraqvt ./cmd/intraqvt

## serve: show the portal on this machine and follow changes (ARGS=… for more flags)
.PHONY: serve
serve: program
	bin/intraqvt serve $(ARGS)

## test: check and test everything; installs the browser and the npm packages that this takes
.PHONY: test
test: lint tools
	go test -timeout 20m $(TESTFLAGS) ./...

## test-long: what test does, with the forms of tests that take long
.PHONY: test-long
test-long: lint tools
	$(call need,$(LONG_PACKAGES))
	INTRAQVT_LONG=1 go test -timeout 3h $(TESTFLAGS) ./...

## quick: the tests for daily use, under half a minute and without a browser
.PHONY: quick
quick: # without debugging information programs are linked in three quarters of the time
	go test -short -ldflags=-w ./...

## lint: gofmt, go vet and staticcheck
.PHONY: lint
lint:
	@unformatted=$$(gofmt -l $(GO_FOLDERS)); \
	if [ -n "$$unformatted" ]; then echo "to be formatted with gofmt -w:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

## systems: compile everything, tests too, for Windows and macOS
.PHONY: systems
systems:
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...

## versions: which versions there are of what the tests depend on
.PHONY: versions
versions: tools
	@. /etc/os-release; echo "$$PRETTY_NAME, Linux $$(uname -r)"
	@go version
	@git --version
	@$(CHROMIUM) --version 2>/dev/null
	@echo "Node.js $$(node --version), npm $$(npm --version)"
	@dpkg-query -W -f='$${Package} $${Version}\n' $(FONTS)

# What the tests need beside Go: only what is missing is installed.
.PHONY: tools
tools: $(CHROMIUM) $(NODE_PACKAGES)
	$(call need,$(FONTS))

$(CHROMIUM):
	$(call need,chromium)

$(NODE_PACKAGES): internal/browser/package-lock.json
	$(if $(shell command -v npm),,$(call need,nodejs npm))
	cd internal/browser && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

## golden: write the expected results of tests anew; look at the difference before you keep it
.PHONY: golden
golden:
	packages=$$(grep -rl --include='*_test.go' 'flag.Bool("update"' $(GO_FOLDERS) | xargs -r -n1 dirname | sort -u | sed 's,^,./,'); \
	go test $$packages -update

## words: make the list of French words anew from Debian's dictionary
.PHONY: words
words: PACKAGE := hunspell-fr-comprehensive=1:7.0-1
words:
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	(cd "$$folder" && apt-get download -o APT::Sandbox::User=root $(PACKAGE) && dpkg-deb --extract ./*.deb .); \
	go run ./internal/wordlist/expand "$$folder"/usr/share/hunspell/fr.aff "$$folder"/usr/share/hunspell/fr.dic internal/wordlist/french.txt

## screenshot: take the pictures of the portal that README shows
.PHONY: screenshot
screenshot: tools
	mkdir -p internal/browser/testdata/pictures
	go test ./internal/browser -run TestPictures -pictures testdata/pictures

## bench: measure the program against the tools it replaces (ARGS=-search: searching, ARGS=-preview: writing)
.PHONY: bench
bench: program
	BENCH_DATA="$(BENCH_DATA)" go run ./internal/bench $(ARGS)

## clean: remove everything that was made: bin/, public/ and the caches
.PHONY: clean
clean:
	rm -rf bin .cache .public.lock .public.staging-* .public.previous-*
	find public -mindepth 1 ! -name .gitkeep -delete

## help: this list
.PHONY: help
help:
	@awk -F': ' '/^## / { printf "make %-10s %s\n", substr($$1, 4), substr($$0, index($$0, ": ") + 2) }' $(firstword $(MAKEFILE_LIST))
