#!/bin/sh
# Reads the water level of a harbour and raises an alert where it is high, with nothing but sh and curl. Made for cron: it
# prints one line and ends with 0, or says on stderr what is wrong and ends with 1, in any case within half a minute.
set -u
base=${TIDE_URL:-https://tide.example}
harbour=${1:-oostend}
high=400
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# ask METHOD PATH PATTERN [BODY]: the answer in $work/body, which has to match. Three attempts under one key; --max-time is
# for the whole of one, its body too. curl's own --retry would not ask again after a broken connection, or after every refusal.
ask() {
  key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  for attempt in 1 2 3; do
    status=$(curl -sS --max-time 2 --max-filesize 100000 -X "$1" "$base$2" \
      -H "X-Api-Key: ${TIDE_KEY:-key}" -H "Idempotency-Key: $key" ${4+-H 'Content-Type: application/json' -d "$4"} \
      -D "$work/head" -o "$work/body" -w '%{http_code}' 2>"$work/error") || status=broken
    pause=0.2
    case $status in
      2*)
        if grep -q "$3" "$work/body" || [ -z "$3" ]; then return 0; fi
        # A page of a gateway says 200 as well, and that may be over soon; an answer that is wrong in itself stays wrong.
        if ! grep -qi '^content-type: text/html' "$work/head"; then break; fi
        ;;
      429 | 5*)
        asked=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*/\1/p' "$work/head")
        pause=${asked:-$pause}
        ;;
      broken) ;;
      *) break ;;
    esac
    if [ "$attempt" -lt 3 ]; then sleep "$pause"; fi
  done
  echo "tide-watch: $1 $2 failed ($status) $(cat "$work/error")" >&2
  return 1
}

ask GET "/harbours/$harbour/level" "^{\"harbour\":\"$harbour\",\"centimetres\":[0-9][0-9]*}\$" || exit 1
level=$(sed 's/[^0-9]//g' "$work/body")
if [ "$level" -ge "$high" ]; then
  ask POST /alerts '' "{\"harbour\":\"$harbour\",\"centimetres\":$level}" || exit 1
fi
echo "$harbour: $level cm"
