#!/usr/bin/env bash
# Sets the machine up, builds everything and runs all tests.
#   tools/test.sh [--quick]     --quick: without the long dynamics in LAMMPS
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
filter=()
for argument; do
  case $argument in
    --quick) filter=(-LE long) ;;
    *) die "unknown option '$argument' (tools/test.sh knows --quick) see the head of the script" ;;
  esac
done
"$tools/build.sh" --tests
# as root, as in a container, Open MPI wants to be asked twice
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ctest --test-dir "${TESSERAL_BUILD:-$tools/../build/openmp}" --parallel "$(nproc)" --output-on-failure --no-tests=error "${filter[@]}"
