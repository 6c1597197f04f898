#!/usr/bin/env bash
# The same bits from every build: everything.nn and the examples, run by a debug build, a release build, one without
# checks, one for the processor at hand, and, where qemu-user is installed, on an emulated processor that has neither
# AVX nor fma. Usage: verify-builds.sh [FLAG …], flags for every `swift build`. Exit status 1 if one differs.
set -euo pipefail
cd "$(dirname "$0")/.."

# Everything that a build prints, without the times that reports state.
transcript() {
  "$@" --quiet Tests/Determinism/everything.nn
  local script
  for script in examples/*.nn; do
    echo "== $script"
    "$@" --json "$script" | sed -E 's/"seconds":[0-9.e+-]+/"seconds":0/'
  done
}

expected=""
status=0
report() { # NAME COMMAND…
  local name=$1 hash
  shift
  hash=$(transcript "$@" | sha256sum | cut -d ' ' -f 1)
  : "${expected:=$hash}"
  if [ "$hash" = "$expected" ]; then
    printf '%-28s %s\n' "$name" "$hash"
  else
    printf '%-28s %s   DIFFERENT\n' "$name" "$hash"
    status=1
  fi
}

build() { # FOLDER FLAG…: prints the path of the command
  local folder=$1
  shift
  swift build --product nn --scratch-path "$folder" "$@" >&2
  echo "$(swift build --scratch-path "$folder" --show-bin-path "$@")/nn"
}

release=$(build .build -c release "$@")
report "release" "$release"
cmp <("$release" --quiet Tests/Determinism/everything.nn) Tests/Determinism/everything.out ||
  { echo "everything.out is not what the release build prints"; status=1; }
report "release, unchecked" "$(build .build-unchecked -c release -Xswiftc -Ounchecked "$@")"
report "release, this processor" "$(build .build-native -c release -Xcc -march=native "$@")"
report "debug" "$(build .build-debug -c debug "$@")"
if command -v qemu-x86_64 >/dev/null && [ "$(uname -m)" = x86_64 ]; then
  report "no AVX, no fma (emulated)" qemu-x86_64 -cpu Nehalem "$release"
else
  echo "no AVX, no fma (emulated)    not run: install qemu-user on an x86-64 machine"
fi
exit $status
