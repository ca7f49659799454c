#!/bin/sh
# Makes the two roles and the schemas of docs/postgres.md in a new database. The image of
# PostgreSQL runs it once, when its folder is empty (/docker-entrypoint-initdb.d); by hand
# it is run as a superuser with the variables of psql (PGHOST and so on):
#
#   SERVE_PGPASS=warta.pgpass OWNER_PGPASS=owner.pgpass ./roles.sh
#
# Both files have one line, HOST:PORT:DATABASE:USER:PASSWORD; users and passwords are
# taken from them. Passwords must hold no colon and no backslash.
set -eu
warta=${SERVE_PGPASS:-/run/secrets/warta.pgpass}
owner=${OWNER_PGPASS:-/run/secrets/owner.pgpass}
part() { cut -d: -f"$2" "$1" | head -n 1; }

# Passwords reach psql in its environment, not as arguments that all processes see.
OWNER_PASSWORD=$(part "$owner" 5) SERVE_PASSWORD=$(part "$warta" 5) psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 \
  --username "${POSTGRES_USER:-${PGUSER:-postgres}}" --dbname "${POSTGRES_DB:-${PGDATABASE:-warta}}" \
  --set owner="$(part "$owner" 4)" --set serve="$(part "$warta" 4)" <<'SQL'
\set owner_password `printf %s "$OWNER_PASSWORD"`
\set serve_password `printf %s "$SERVE_PASSWORD"`
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
BEGIN;
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"serve" LOGIN PASSWORD :'serve_password';
CREATE SCHEMA warta AUTHORIZATION :"owner";
GRANT USAGE ON SCHEMA warta TO :"serve";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA warta GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"serve";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA warta GRANT EXECUTE ON FUNCTIONS TO :"serve";
-- What nodes with OpenSearch share (docs/opensearch.md); empty with the embedded engine.
CREATE SCHEMA warta_index AUTHORIZATION :"serve";
COMMIT;
SQL
