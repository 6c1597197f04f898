#!/usr/bin/env bash
# The products of CKernels against plain loops, bit for bit: on this processor and, where the emulator and the compiler's
# parts for it are installed, on one without AVX (qemu-user) and on an arm64 (qemu-user, gcc-aarch64-linux-gnu).
# Nets that are trained have to come out the same on all of them. Exit status 1 if a number differs.
set -euo pipefail
cd "$(dirname "$0")/.."

compiler=$(dirname "$(command -v swift)")/clang
[ -x "$compiler" ] || compiler=clang
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build() { # PROGRAM FLAG…
  local program=$1
  shift
  "$compiler" -O2 -Wall -Wextra -Werror -I Sources/CKernels/include Sources/CKernels/*.c Tests/VerifyKernels/main.c \
    -lpthread -lm -o "$program" "$@"
}

build "$folder/here"
# Prints what a program prints, and keeps what became of its nets.
run() {
  "$@" | tee "$folder/output"
  grep -o 'nets [0-9a-f]*' "$folder/output" >>"$folder/nets"
}
echo "this processor"
run "$folder/here"
if [ "$(uname -m)" = x86_64 ] && command -v qemu-x86_64 >/dev/null; then
  echo "no AVX (emulated)"
  run qemu-x86_64 -cpu Nehalem "$folder/here"
else
  echo "no AVX: not run, install qemu-user on an x86-64 machine"
fi
if command -v qemu-aarch64 >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null; then
  build "$folder/arm" --target=aarch64-linux-gnu -static -fuse-ld=lld
  echo "arm64 (emulated)"
  run qemu-aarch64 "$folder/arm"
else
  echo "arm64: not run, install qemu-user and gcc-aarch64-linux-gnu"
fi
if [ "$(sort -u "$folder/nets" | wc -l)" != 1 ]; then
  echo "the nets came out differently"
  exit 1
fi
