#!/bin/sh
# Makes the passwords of nodes.yaml, once: what is there stays as it is.
#   ./secrets.sh [FOLDER]      default: secrets, beside this script
# The folder is closed to others (0700). The files in it are not: Compose mounts each into
# the containers that name it, where it must be readable by the user of the service.
set -eu
folder=${1:-$(dirname "$0")/secrets}
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"
random() { od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n'; }
# keep FILE TEXT writes a file at once or not at all.
keep() {
  [ ! -e "$folder/$1" ] || return 0
  printf '%s\n' "$2" >"$folder/$1.new"
  chmod 0444 "$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}
keep postgres.password "$(random)"
keep owner.pgpass "postgres:5432:warta:warta_owner:$(random)"
keep warta.pgpass "postgres:5432:warta:warta:$(random)"
