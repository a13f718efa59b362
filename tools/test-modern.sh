#!/usr/bin/env bash
# Builds (a warning is an error) and tests engine, program and plugin against Kokkos 5, C++20 and LAMMPS of 2026, in
# whatever environment provides them: run it inside that environment. Only Eigen, which searches for factors, is installed
# if it is missing.
#   tools/test-modern.sh [ctest options]
# Environment: the source tree of LAMMPS, its build folder and what was installed from it
#   LAMMPS_SOURCE_DIR (default /opt/lammps-src)  LAMMPS_BUILD_DIR (/opt/lammps-build)  LAMMPS_PREFIX (/opt/lammps)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/modern
source=${LAMMPS_SOURCE_DIR:-/opt/lammps-src} lammps_build=${LAMMPS_BUILD_DIR:-/opt/lammps-build} prefix=${LAMMPS_PREFIX:-/opt/lammps}
[[ -e $source/src/version.h && -e $lammps_build/CMakeCache.txt ]] || {
  echo "error: no LAMMPS in '$source', built in '$lammps_build'; set LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR and LAMMPS_PREFIX" >&2
  exit 1
}
[[ -d /usr/include/eigen3 ]] || apt-get -q install -y --no-install-recommends libeigen3-dev
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DTESSERAL_NATIVE=ON -DTESSERAL_PLUGIN=ON -DCMAKE_COMPILE_WARNING_AS_ERROR=ON \
  "-DLAMMPS_SOURCE_DIR=$source" "-DLAMMPS_BUILD_DIR=$lammps_build" "-DLAMMPS_PREFIX=$prefix"
cmake --build "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ctest --test-dir "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}" --output-on-failure --no-tests=error "$@"
