#!/usr/bin/env bash
# Makes docs/images/report.png, the picture of report.html in the README. Run it again when the page changes:
#
#   make build && docs/make-picture.sh
#
# FOOTAGE_AUDIT names another binary than that of the release build.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${FOOTAGE_AUDIT:-target/release/footage-audit}
browser=
for name in chromium chromium-browser google-chrome; do
  if browser=$(command -v "$name"); then
    break
  fi
done
if [[ -z $browser ]]; then
  echo "no chromium, chromium-browser or google-chrome is here: the picture cannot be made" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# the fixture holds planted findings, so the right exit code is 1
code=0
"$program" scan fixtures/kansas-city --as-of 2020-11-06T18:00:00Z --out "$work/out" >/dev/null || code=$?
if ((code != 1)); then
  echo "the audit should exit with 1 (complete, with findings), not with $code" >&2
  exit 1
fi

flags=(
  --headless --disable-gpu --disable-quic --no-first-run --hide-scrollbars
  --disable-background-networking --disable-component-update --disable-sync
  "--user-data-dir=$work/profile"
  # down to the end of the first case's timeline, at the width that a README is shown at
  --window-size=1280,1820 --force-device-scale-factor=0.75
)
# Chromium refuses to run as root inside its sandbox
if ((EUID == 0)); then
  flags+=(--no-sandbox)
fi
if ! "$browser" "${flags[@]}" "--screenshot=$work/report.png" "file://$work/out/report.html" 2>"$work/said" ||
  [[ ! -s $work/report.png ]]; then
  cat "$work/said" >&2
  exit 1
fi
mkdir -p docs/images
mv "$work/report.png" docs/images/report.png
ls -l docs/images/report.png
