#!/bin/sh
# The same as it is often written: what curl's own options do, and no look at what came.
set -eu
ask() {
  curl -sS --fail --max-time 2 --retry 2 --retry-all-errors -H "X-Api-Key: ${TIDE_KEY:-key}" "$@"
}

answer=$(ask "$TIDE_URL/harbours/oostend/level")
level=$(echo "$answer" | sed 's/[^0-9]//g')
if [ "${level:-0}" -ge 400 ]; then
  ask -H 'Content-Type: application/json' -d "{\"harbour\":\"oostend\",\"centimetres\":$level}" "$TIDE_URL/alerts"
fi
echo "done"
