#!/usr/bin/env bash
# Lints the contract with our own ruleset and, where it is at hand, with the government's reference ruleset.
# Usage: tests/lint/run.sh [DOCUMENT]     ADR_RULESET=FILE names the reference ruleset.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
document=${1:-$root/openapi/openapi.json}
beside=$root/../shared/real-input/adr/linter.yaml
failed=0

lint() { # NAME RULESET
  local findings
  if findings=$("$here/node_modules/.bin/spectral" lint --quiet --fail-severity=error --ruleset "$2" "$document" 2>&1); then
    echo "contract lint, $1: no errors"
  else
    printf '%s\n' "$findings"
    echo "contract lint, $1: FAILED"
    failed=1
  fi
}

[ -f "$document" ] || { echo "contract lint: there is no $document" >&2; exit 1; }
if ! [ "$here/node_modules/.package-lock.json" -nt "$here/package-lock.json" ]; then
  npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
fi

lint "own ruleset" "$here/ruleset.yaml"
if [ -n "${ADR_RULESET:-}" ]; then
  [ -f "$ADR_RULESET" ] || { echo "contract lint: ADR_RULESET names no file: $ADR_RULESET" >&2; exit 1; }
  lint "NL GOV reference ruleset" "$ADR_RULESET"
elif [ -f "$beside" ]; then
  lint "NL GOV reference ruleset" "$beside"
else
  echo "contract lint, NL GOV reference ruleset: skipped, set ADR_RULESET to its file"
fi
exit "$failed"
