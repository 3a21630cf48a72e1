# probebox: `make help` lists the targets.

CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
# what the names of the links and of their manual pages begin with: bpf- or probebox-, or nothing
LINKS ?=
FUZZ_SECONDS ?= 600

# .cargo/config.toml names the target, so what is built lies in a folder called by it
TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
TRIPLE := $(or $(shell rustc -vV 2>/dev/null | sed -n 's/^host: //p'),$(shell uname -m)-unknown-linux-gnu)
BIN := $(TARGET_DIR)/$(TRIPLE)/release/probebox

BINDIR := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
TOOLS := $(patsubst man/%.8,%,$(filter-out man/probebox.8,$(wildcard man/*.8)))

.PHONY: all deps demo test lint bench fuzz generate install clean help

all: ## the release binary: one static file (default)
	$(CARGO) build --release --locked

deps: ## install what building, testing and the demo need
	scripts/deps

demo: ## build, boot a stock kernel in QEMU, show the tools at work there
	scripts/demo

test: ## everything: unit, command line, fuzz minute, kernel matrix (KERNELS=6.12 narrows it)
	tests/run

lint: ## formatting, clippy, the C style, licences and advisories
	scripts/lint

bench: ## what each tool costs, against libbpf-tools; writes docs/performance.md
	tests/bench/run

fuzz: ## the fuzz targets, FUZZ_SECONDS in all
	fuzz/run $(FUZZ_SECONDS)

generate: ## rewrite man/, completions/ and tests/snapshots/ from the command line as it is
	UPDATE=1 $(CARGO) test --locked --test generated

# what is built already is not built again: sudo often finds no compiler
install: $(if $(wildcard $(BIN)),,all) ## binary, links, man pages and completions under $(DESTDIR)$(PREFIX); LINKS=bpf- prefixes the links
	install -D -m 755 $(BIN) $(BINDIR)/probebox
	$(BINDIR)/probebox install --links $(BINDIR) $(if $(LINKS),--prefix $(LINKS))
	install -d $(SHARE)/man/man8 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 644 man/probebox.8 $(SHARE)/man/man8/
	install -m 644 completions/probebox.bash $(SHARE)/bash-completion/completions/probebox
	install -m 644 completions/_probebox $(SHARE)/zsh/site-functions/_probebox
	install -m 644 completions/probebox.fish $(SHARE)/fish/vendor_completions.d/probebox.fish
	for tool in $(TOOLS); do \
		install -m 644 man/$$tool.8 $(SHARE)/man/man8/$(LINKS)$$tool.8 && \
		ln -sf probebox $(SHARE)/bash-completion/completions/$(LINKS)$$tool && \
		ln -sf probebox.fish $(SHARE)/fish/vendor_completions.d/$(LINKS)$$tool.fish || exit; done

clean: ## what was built (kernels stay in the cache)
	$(CARGO) clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10
