#!/usr/bin/env bash
# Holds the validation of another issuer's tokens against a real OAuth and OpenID server: oidc-provider, from npm.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! [ "$here/node_modules/.package-lock.json" -nt "$here/package-lock.json" ]; then
  npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
fi
cd "$here/.."
exec cargo test -p estafette-tests --test oidc "$@"
