# Start a complete invented region on this machine.
run *ARGS:
    cargo run -- demo {{ARGS}}

# Run all tests, on PostgreSQL too where it is installed.
test *ARGS:
    cargo test --workspace {{ARGS}}

# Run all tests; a missing PostgreSQL is a failure.
test-pg *ARGS:
    ESTAFETTE_REQUIRE_POSTGRES=1 cargo test --workspace {{ARGS}}

# Let ten thousand takeovers be contested over two processes on PostgreSQL.
contest COUNT="10000":
    ESTAFETTE_CONTESTS={{COUNT}} ESTAFETTE_REQUIRE_POSTGRES=1 cargo test --release -p estafette-tests contested -- --nocapture

# Measure the release binary under load, on both databases: `just bench --quick` for a first look, `just bench --help` for the rest.
bench *ARGS:
    cargo bench -p estafette-tests --bench reach -- {{ARGS}}

# Measure how soon two processes on PostgreSQL refuse what one of them revoked, with many tokens.
drill-revocation TOKENS="400":
    ESTAFETTE_REQUIRE_POSTGRES=1 ESTAFETTE_REVOCATIONS={{TOKENS}} cargo test -p estafette-tests --test suite drills::revocation -- --nocapture

# Write openapi/openapi.json anew from the routes that are served.
contract:
    UPDATE_OPENAPI=1 cargo test -p estafette-tests contract

# Lint the contract against the API design rules (needs npm).
lint-contract:
    tests/lint/run.sh

# Hold the validation of another issuer's tokens against a real OAuth and OpenID server (needs npm).
oidc *ARGS:
    tests/oidc/run.sh {{ARGS}}

# Formatting, lints and documentation, with warnings denied.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
