# make demo · make test · make bench · make install PREFIX=… — each installs what it needs, builds, and runs.

PREFIX ?= /usr/local
# Homebrew keeps its headers where no compiler looks by itself.
BREW := $(if $(filter Darwin,$(shell uname)),$(shell brew --prefix 2>/dev/null))
FLAGS := $(if $(BREW),-Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib)
BUILD := swift build -c release $(FLAGS)
# SwiftPM evaluates the manifest once and keeps what it said; another environment makes it ask again, so that a commit is
# named by the build that follows it.
ifndef NN_COMMIT
export NN_COMMIT := $(shell git describe --always --abbrev=10 --dirty=+ --exclude '*' 2>/dev/null)
endif
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: demo test build install lint toolchain packages
.PHONY: bench bench-peers bench-counts bench-test test-clusters
.PHONY: torture fuzz fuzz-coverage faults planted dist order test-dist site test-site
.PHONY: parity schema conformance verify-elementary verify-builds verify-kernels verify-folders verify-pictures

demo: build
	@./.build/release/nn demo examples/xor.nn

build: toolchain packages
	@$(BUILD) --product nn

# The tests drive the built command and train networks, so they run in release; what they leave behind goes with their folder.
test: toolchain packages
	$(BUILD) --build-tests
	@scratch=$$(mktemp -d); TMPDIR=$$scratch swift test -c release --skip-build $(FLAGS); \
	  status=$$?; rm -rf "$$scratch"; exit $$status

lint:
	swift format lint --strict -r Sources Tests Package.swift

# docs/parity.md, out of the comparisons with PyTorch's vectors.
parity: toolchain packages
	$(BUILD) --build-tests
	UPDATE_PARITY=1 swift test -c release --skip-build $(FLAGS) --filter ParityTests/thePageIsCurrent

# docs/events.schema.json and the manual's table of events, out of the rows that JSON lines are written from.
schema: toolchain packages
	$(BUILD) --build-tests
	UPDATE_GOLDEN=1 swift test -c release --skip-build $(FLAGS) --filter 'JSONTests/the(Schema|Manuals)'

# A PyTorch that is installed, on fresh seeds; it takes a virtual environment of its own and a gigabyte.
conformance: build
	@test -x .build-conformance/bin/python || python3 -m venv .build-conformance
	@.build-conformance/bin/python -c 'import torch, numpy' 2>/dev/null || \
	  .build-conformance/bin/pip install -q -r Tests/Conformance/requirements.txt
	.build-conformance/bin/python Tests/Conformance/conformance.py --nn .build/release/nn
	@.build-conformance/bin/python -c 'import onnxruntime, keras, openpyxl, formulas' 2>/dev/null || \
	  .build-conformance/bin/pip install -q -r Tests/Conformance/interchange.txt
	.build-conformance/bin/python Tests/Conformance/interchange.py --nn .build/release/nn

# Sweeps on SLURM, Open MPI, GNU parallel and Dask, which it starts and stops: apt-get install slurm-wlm munge openmpi-bin
# parallel. ENGINES='slurm mpi' makes do with some, NN=PATH is another nn.
ENGINES ?= slurm mpi parallel dask kubernetes
IN_CLUSTERS := .build-clusters/bin
test-clusters: $(if $(NN),,build)
	@test -x $(IN_CLUSTERS)/python || python3 -m venv .build-clusters
	@$(if $(filter dask kubernetes,$(ENGINES)),$(IN_CLUSTERS)/pip install -q -r Tests/Clusters/requirements.txt)
	$(IN_CLUSTERS)/python Tests/Clusters/clusters.py --nn $(or $(NN),.build/release/nn) --engines '$(ENGINES)'

# Every picture by pdflatex, vl-convert and rsvg-convert, those of them that are installed.
verify-pictures: build
	@test -x .build-pictures/bin/python || python3 -m venv .build-pictures
	@.build-pictures/bin/python -c 'import vl_convert, PIL' 2>/dev/null || \
	  .build-pictures/bin/pip install -q vl-convert-python pillow
	.build-pictures/bin/python Tests/verify-pictures.py --nn .build/release/nn

# Own exp, log, tanh, erf over every float32: some minutes.
verify-elementary: toolchain
	$(BUILD) --product verify-elementary
	./.build/release/verify-elementary

# Programs out of the table of statements with probes around each, five minutes; an hour: SECONDS=3600. FIRST=1000 begins at
# another seed.
SECONDS ?= 300
FIRST ?= 1
torture: toolchain packages
	$(BUILD) --product torture
	python3 Tests/Torture/torture.py --torture .build/release/torture --seconds $(SECONDS) --first $(FIRST)

# libFuzzer on every target of Tests/Fuzz, five minutes; TARGET=load fuzzes that one. What it finds is kept in Corpora.
# fuzz-coverage says which lines all inputs reach.
IN_FUZZ = python3 Tests/Fuzz/fuzz.py $(if $(TARGET),--target $(TARGET))
fuzz: toolchain packages
	$(IN_FUZZ) --seconds $(SECONDS)
fuzz-coverage: toolchain packages
	$(IN_FUZZ) --coverage

# nn killed, signalled, typed at and starved: some minutes. ONLY=kills,signals,terminals,limits makes do with some, SCALE=0.1
# with a tenth of them. ONLY=sanitizers builds nn anew for each and feeds it the corpora; ONLY=interrupts stops statements over
# large nets and a million rows. `make planted` brings twelve old faults back, one at a time, and asks whether the commands
# here find them.
SCALE ?= 1
faults: $(if $(NN),,build)
	python3 Tests/ProcessFaults/faults.py --nn $(or $(NN),.build/release/nn) --scale $(SCALE) $(if $(ONLY),--only $(ONLY))

planted: toolchain packages
	python3 Tests/ProcessFaults/planted.py $(if $(ONLY),--only $(ONLY))

# The same transcript from debug, release, unchecked and native builds, and from an emulated processor without AVX.
verify-builds: toolchain packages
	@Tests/verify-builds.sh $(FLAGS)

# The products of wide layers against plain loops, here and on emulated processors.
verify-kernels:
	@Tests/verify-kernels.sh

# Arrows between folders by the compiler's own index; the test suite knows names only.
verify-folders: toolchain packages
	swift build $(FLAGS)
	python3 Tests/verify-folders.py

# Paths are relative to this folder.
IN_BENCHMARKS = $(MAKE) --no-print-directory -C Benchmarks \
  $(foreach name,NN BEFORE OUT,$(if $($(name)),$(name)="$(abspath $($(name)))"))

# nn and its peers side by side; QUICK=1, ONLY='xor', NN=PATH of another nn, BEFORE=PATH: Benchmarks/README.md.
bench: $(if $(NN),,build)
	@$(IN_BENCHMARKS) bench

# What they are compared with: PyTorch and JAX in a virtual environment, FANN, Lua; a gigabyte.
bench-peers:
	@$(IN_BENCHMARKS) peers

# Instructions of five fixed runs by callgrind, beside those of Benchmarks/counts.txt; UPDATE=1 writes them there.
bench-counts: $(if $(NN),,build)
	@$(IN_BENCHMARKS) counts

bench-test: $(if $(NN),,build)
	@$(IN_BENCHMARKS) test

# The man page of an executable, of the day of the commit; the package's own plugin builds all of nn once more for it.
define manual
swift build $(FLAGS) --scratch-path $(1) --product generate-manual
mkdir -p $(1)/manual
$(1)/debug/generate-manual $(2) --date "$$(git log -1 --format=%cs 2>/dev/null || date -u +%F)" --output-directory $(1)/manual
endef

# Linked with the Swift libraries inside, so that the command runs without a toolchain. The man page and what shells need
# to complete its options come out of the command's own table of arguments; `nn course` finds the lessons beside it.
SHARE := $(DESTDIR)$(PREFIX)/share
install: toolchain packages
	$(BUILD) --product nn --static-swift-stdlib --scratch-path .build-install
	$(call manual,.build-install,.build-install/release/nn)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/bash-completion/completions \
	  $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -s -m 755 .build-install/release/nn $(DESTDIR)$(PREFIX)/bin/nn
	install -m 644 .build-install/manual/nn.1 $(SHARE)/man/man1/nn.1
	.build-install/release/nn --generate-completion-script bash > $(SHARE)/bash-completion/completions/nn
	.build-install/release/nn --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_nn
	.build-install/release/nn --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/nn.fish
	rm -rf $(SHARE)/nn && mkdir -p $(SHARE)/nn && cp -R lessons examples $(SHARE)/nn/

toolchain:
	@command -v swift >/dev/null || { \
	  echo "nn needs Swift 6.1 or newer, and there is no swift on the PATH."; \
	  echo "Get a toolchain from https://swift.org/install (Linux, macOS), or Xcode 16.3 on macOS."; exit 1; }
	@swift --version 2>/dev/null | grep -Eq 'Swift version (6\.[1-9]|[7-9]|[1-9][0-9])' || { \
	  echo "nn needs Swift 6.1 or newer; this is:"; swift --version 2>/dev/null | head -n 1; \
	  echo "Get a newer toolchain from https://swift.org/install."; exit 1; }

# libedit and zlib are part of macOS.
packages:
	@if [ "$$(uname)" = Darwin ]; then \
	  for name in libcsv cmark; do brew list $$name >/dev/null 2>&1 || brew install $$name; done; \
	elif [ -e /usr/include/histedit.h ] && [ -e /usr/include/csv.h ] && [ -e /usr/include/cmark.h ] && \
	  [ -e /usr/include/zlib.h ]; then :; \
	elif command -v apt-get >/dev/null; then \
	  echo "installing libedit-dev, libcsv-dev, libcmark-dev and zlib1g-dev"; \
	  $(ROOT) apt-get update -qq && \
	  $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    libedit-dev libcsv-dev libcmark-dev zlib1g-dev; \
	else \
	  echo "nn needs the development files of libedit, libcsv, cmark and zlib (Debian: libedit-dev libcsv-dev"; \
	  echo "libcmark-dev zlib1g-dev, Fedora: libedit-devel libcsv-devel cmark-devel zlib-devel,"; \
	  echo "Arch: libedit libcsv cmark zlib)."; \
	  exit 1; \
	fi

# The files of a release for Linux: an archive, a package for Debian, a wheel for pip, each with one executable that needs no
# library of the system. Packaging/README.md.
DIST := .build-dist
# Debug information names modules by numbers that are drawn anew in each build.
SAME_BYTES := -debug-info-format none
dist: toolchain packages
	NN_STATIC=1 $(BUILD) $(SAME_BYTES) --product nn --scratch-path $(DIST)
	strip -o $(DIST)/nn $(DIST)/release/nn
	$(call manual,$(DIST),$(DIST)/nn)
	python3 Packaging/package.py --nn $(DIST)/nn --manual $(DIST)/manual/nn.1 --out $(DIST)/out

# Which functions the linker puts beside each other, anew by callgrind: seldom, as an old list costs memory alone.
order: build
	python3 Packaging/order.py --nn .build/release/nn

# As root: the archive in an empty root, the package in a fresh Debian, the wheel in a fresh environment.
test-dist:
	python3 Packaging/test_dist.py --dist $(DIST)/out

# The manual, the lessons, the gallery as pages with a search; opened from the folder or put on any server of files.
SITE := .build-site
site: build
	rm -rf $(SITE)/out $(SITE)/source && mkdir -p $(SITE)/source
	cp -R README.md CHANGELOG.md grammar.md docs lessons examples Packaging $(SITE)/source/
	cd $(SITE)/source && $(CURDIR)/.build/release/nn site docs/site.md --to ../out

# Links, HTML, and what happens in chromium; pictures of pages in .build-site/pictures.
test-site:
	@test -x $(SITE)/venv/bin/python || python3 -m venv $(SITE)/venv
	@$(SITE)/venv/bin/python -c 'import axe_playwright_python' 2>/dev/null || \
	  $(SITE)/venv/bin/pip install -q playwright axe-playwright-python
	$(SITE)/venv/bin/python Packaging/test_site.py --site $(SITE)/out --pictures $(SITE)/pictures
