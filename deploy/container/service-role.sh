#!/bin/bash
# Run once by the PostgreSQL image, on a new data folder: the role that the service works as, with its password. It owns
# nothing; the migrations give it what it may.
set -euo pipefail

# The statement comes on standard input, so that the password shows in no list of processes.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\set password `cat /run/secrets/service-password`
CREATE ROLE stepwell_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS PASSWORD :'password';
REVOKE ALL ON DATABASE stepwell FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE stepwell TO stepwell_app;
SQL
