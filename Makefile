# The first `make demo` or `make test` on a new machine also installs what the build needs (see .ci/setup).

.PHONY: demo build test setup completions docs same

# audits the fixture of two invented nights and shows the report
demo: build
	.ci/demo

build: setup
	cargo build --release --locked

# everything that has to pass before a change goes in
test:
	@.ci/setup --tests
	@cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
	cargo fmt --check
	cargo clippy --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --document-private-items --locked
	@if cargo deny --version >/dev/null 2>&1; then \
	  cargo deny --locked check licenses bans sources; \
	else \
	  echo 'NOT CHECKED: what the program is built from; cargo-deny is not installed (cargo install cargo-deny)' >&2; \
	fi
	cargo test --locked

setup:
	@.ci/setup

# writes the completions anew after a change of the command line; a test compares them
completions: build
	target/release/footage-audit completions bash >completions/footage-audit.bash
	target/release/footage-audit completions zsh >completions/_footage-audit
	target/release/footage-audit completions fish >completions/footage-audit.fish
	target/release/footage-audit completions powershell >completions/_footage-audit.ps1

# writes docs/findings.md and docs/columns.md anew after a change of a word or a column; tests compare them
docs: setup
	UPDATE_DOCS=1 cargo test --locked --lib is_made_from_them

# shows that an older build and this one write the same, byte for byte: make same OLD=path/to/footage-audit
same: build
	.ci/same $(OLD) target/release/footage-audit $(CASES)
