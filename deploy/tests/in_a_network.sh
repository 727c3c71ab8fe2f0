#!/bin/sh
# Runs a command in a network, process table and mounts of its own, which end with it, and in a folder
# (ISP_COMPOSE_FOLDER) that is deleted when all of that is gone.
set -eu
ISP_COMPOSE_FOLDER=$(mktemp -d /var/tmp/isp-compose-XXXXXX)
export ISP_COMPOSE_FOLDER
chmod 755 "$ISP_COMPOSE_FOLDER"
trap 'rm -rf "$ISP_COMPOSE_FOLDER"' EXIT
trap 'exit 130' INT TERM
unshare --net --mount --pid --fork --kill-child --mount-proc sh -c '
  ip link set lo up
  mount -t tmpfs tmpfs /run
  mkdir -p /run/lock
  "$@"
' sh "$@"
