#!/bin/sh
# Makes every role and database that is not there, as stack/postgres.py does; sets passwords anew.
# Which services have a database: those whose owner's password is among the secrets.
set -eu
secrets=${SECRETS:-/run/secrets}
PGPASSWORD=$(cat "$secrets/postgres")
export PGPASSWORD

sql() {
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres
}

role() { # name
  NAME=$1 PASSWORD=$(cat "$secrets/$1") sql <<'SQL'
\getenv name NAME
\getenv password PASSWORD
SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L',
  CASE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'name') THEN 'ALTER' ELSE 'CREATE' END,
  :'name', :'password')
\gexec
SQL
}

database() { # name, owner; other services' roles may not even connect
  NAME=$1 OWNER=$2 sql <<'SQL'
\getenv name NAME
\getenv owner OWNER
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'owner')
  WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = :'name')
\gexec
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

for file in "$secrets"/*_owner; do
  service=$(basename "$file" _owner)
  role "${service}_owner"
  role "${service}_app"
  database "$service" "${service}_owner"
  echo "GRANT CONNECT ON DATABASE \"$service\" TO \"${service}_app\";" | sql
done
role keycloak
database keycloak keycloak
echo "databases.sh: every database is there"
