#!/bin/bash
# Starts Keycloak with its passwords from files, which it cannot read by itself; with `ready`, asks
# whether it is ready, since its image has no program that speaks HTTP.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
if [ "${1:-}" = ready ]; then
  exec 3<>"/dev/tcp/127.0.0.1/${KC_HTTP_MANAGEMENT_PORT:-9000}"
  printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r _ status _ <&3
  [ "$status" = 200 ]
  exit
fi
KC_DB_PASSWORD=$(<"$secrets/keycloak")
KC_BOOTSTRAP_ADMIN_PASSWORD=$(<"$secrets/keycloak_admin")
export KC_DB_PASSWORD KC_BOOTSTRAP_ADMIN_PASSWORD
exec "${KC_HOME:-/opt/keycloak}/bin/kc.sh" start "$@"
