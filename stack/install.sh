#!/usr/bin/env bash
# Makes .venv from the locked requirements; at once when nothing changed. Says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/installed
wanted=$(cat requirements/dev.txt pyproject.toml | sha256sum)
[ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0

missing=()
for tool in git mvn setpriv sha256sum; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
python=$(command -v python3.13 python3.12 python3.11 python3 | head -n 1 || true)
for each in python3.11 python3 python3.12 python3.13; do
  if "$each" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$each
    break
  fi
  python=
done
[ -n "$python" ] || missing+=("python3 (3.11 or newer, with venv)")
if [ ${#missing[@]} -gt 0 ]; then
  echo "install: this machine lacks: ${missing[*]}" >&2
  echo "install: on Debian: apt-get install git maven util-linux coreutils python3-venv" >&2
  exit 1
fi

echo "install: locked requirements into .venv (about 300 MB, a minute)"
[ -x .venv/bin/python ] || "$python" -m venv .venv
# The lock is complete, so pip resolves nothing (and cannot stumble over an extra); `check` proves it.
pip=(.venv/bin/python -m pip --quiet --disable-pip-version-check)
"${pip[@]}" install --no-deps --require-hashes -r requirements/dev.txt
"${pip[@]}" install --no-deps --no-build-isolation -e .
"${pip[@]}" check
echo "$wanted" >"$stamp"
