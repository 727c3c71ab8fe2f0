#!/bin/sh
# Makes the secrets that compose.yaml names, in deploy/compose/secrets; those that are there stay.
# Needs no Python: it runs on any laptop with a shell and openssl.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

names=$(sed -n 's|.*file: \./compose/secrets/\([a-z_]*\).*|\1|p' ../compose.yaml)
[ -n "$names" ] || { echo "secrets.sh: compose.yaml names no secret" >&2; exit 1; }

# The folder lets only its owner in. The files can be read by all, since a process in a container is
# another user than the one who made them, and Docker hands a file over with the mode that it has.
keep() {
  cat >"secrets/.$1"
  chmod 444 "secrets/.$1"
  mv -f "secrets/.$1" "secrets/$1"
}

random() { # a letter first: NATS would read 1e5 as a number
  printf 'k%s' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
}

signing_key() { # an RSA private key in PEM; openssl's stderr is its progress, in dots
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null
}

uuid() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n' |
    sed 's/^\(.\{8\}\)\(.\{4\}\).\(...\).\(...\)\(.\{12\}\)$/\1-\2-4\3-8\4-\5/'
}

api_key() { # as GOV.UK Notify writes one, for identity to start with; Notify's own takes its place
  printf 'isp-%s-%s' "$(uuid)" "$(uuid)"
}

url() { # service, kind of role
  printf 'postgresql+psycopg://%s_%s:%s@postgres:5432/%s' "$1" "$2" "$(cat "secrets/$1_$2")" "$1"
}

made=0
for name in $names; do
  case $name in
    *_database_url | nats_passwords) continue ;; # made of others, below
  esac
  [ -s "secrets/$name" ] && continue
  case $name in
    *_signing_key) # in a pipe, an openssl that fails would leave an empty file
      key=$(signing_key) || { echo "secrets.sh: openssl made no key for $name" >&2; exit 1; }
      printf '%s' "$key" | keep "$name"
      ;;
    sms_api_key) api_key | keep "$name" ;;
    fcm_service_account) echo '{}' | keep "$name" ;; # none: Google's own takes its place
    *) random | keep "$name" ;;
  esac
  made=$((made + 1))
done
for name in $names; do
  case $name in
    *_owner_database_url) url "${name%_owner_database_url}" owner | keep "$name" ;;
    *_database_url) url "${name%_database_url}" app | keep "$name" ;;
    nats_passwords)
      for file in secrets/nats_*; do
        user=${file#secrets/nats_}
        [ "$user" = passwords ] && continue
        printf 'NATS_%s_PASSWORD: %s\n' "$(echo "$user" | tr a-z A-Z)" "$(cat "$file")"
      done | keep "$name"
      ;;
  esac
done
echo "secrets.sh: $made made, the others were there"
