#!/bin/bash
# A backing server of stack/'s cache, started as its official image would be: by the environment and
# command of deploy/compose.yaml. A stand-in, since no container registry is reached from here.
set -euo pipefail
what=$1
shift
case $what in
  postgres)
    data=/var/lib/postgresql/18/docker
    as=(setpriv --reuid nobody --regid nogroup --clear-groups)
    if ! [ -f "$data/PG_VERSION" ]; then
      install -d -o nobody -g nogroup -m 700 "$data"
      # shellcheck disable=SC2086 # the options are words
      "${as[@]}" initdb -D "$data" -U postgres --pwfile "$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
      echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
    fi
    exec "${as[@]}" postgres -D "$data" -c "listen_addresses=*" -c unix_socket_directories= "$@"
    ;;
  elasticsearch)
    export ES_JAVA_HOME=/jdk ES_PATH_CONF=/tmp/config ES_TMPDIR=/tmp/es
    mkdir -p "$ES_TMPDIR"
    cp -r "$ES_HOME/config" "$ES_PATH_CONF"
    settings=()
    while IFS= read -r line; do
      settings+=("-E$line")
    done < <(env | grep -E '^[a-z_]+(\.[a-z_]+)+=')
    exec "$ES_HOME/bin/elasticsearch" -Enetwork.host=0.0.0.0 -Epath.logs=/tmp/logs \
      -Epath.data=/usr/share/elasticsearch/data "${settings[@]}"
    ;;
  keycloak)
    # A copy: `start` builds it anew for the options of the compose file, as in the official image.
    export JAVA_HOME=/jdk KC_HOME=/opt/keycloak
    [ -d "$KC_HOME/bin" ] || cp -r "$KC_BUILT/." "$KC_HOME"
    # A partner's site has one address for browsers and for Keycloak, and both say localhost here.
    socat TCP-LISTEN:8630,bind=127.0.0.1,reuseaddr,fork TCP:10.231.77.1:8630 &
    exec bash /keycloak.sh
    ;;
  mail)
    cd /checkout
    exec python3 -m stack.mail 1025 /mails 0.0.0.0
    ;;
  texts)
    cd /checkout
    exec python3 -m stack.texts 8635 /texts http://gateway:8600/v1/callbacks/sms \
      http://gateway:8600/v1/alerts/callbacks/sms-receipts 0.0.0.0
    ;;
esac
