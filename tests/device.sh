#!/usr/bin/env bash
# Builds engine and plugin for the NVIDIA GPU of this machine and tests them there. NOBODY HAS RUN THIS YET: it was written
# where there was no GPU, and expects work from whoever is the first.
#   tests/device.sh [ctest options]
# On the GPU: `device` (every architecture against the host) and `lammps` (`-k on g 1` for all accelerated styles). The
# tests `unit`, `laws` and `teams` compute on the host, in the same build.
# Needs nvcc, nvcc_wrapper on PATH, and a LAMMPS with KOKKOS and PLUGIN whose Kokkos has Cuda and OpenMP: docs/gpu.md.
# Environment:
#   LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR   that LAMMPS
#   Kokkos_ROOT                           its Kokkos if it is external; otherwise the one inside LAMMPS is taken
#   TESSERAL_JOBS                         compilations at once (default: the number of processors)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/lib.sh
command -v nvcc >/dev/null || die "no test on a device: there is no nvcc on PATH (CUDA's compiler) install CUDA"
command -v nvcc_wrapper >/dev/null || die "no test on a device: there is no nvcc_wrapper on PATH (Kokkos brings it in bin/) see docs/gpu.md"
nvidia-smi -L 2>/dev/null | grep -q '^GPU' || die "no test on a device: nvidia-smi lists no GPU (none is here, or no driver) run it elsewhere"
source=${LAMMPS_SOURCE_DIR:?no test on a device: it names no LAMMPS (the plugin is built for one) see docs/gpu.md}
options=(-DTESSERAL_PLUGIN=ON "-DLAMMPS_SOURCE_DIR=$source" "-DLAMMPS_BUILD_DIR=${LAMMPS_BUILD_DIR:-}")
[[ -n ${Kokkos_ROOT:-} ]] || options+=(-DKokkos_DIR=plugin/kokkos_of_lammps)
run_step "configuring" build/log/cuda-configure.log cmake --preset cuda "${options[@]}"
run_step "building" build/log/cuda-build.log cmake --build build/cuda --parallel "${TESSERAL_JOBS:-$(nproc)}"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TESSERAL_GPUS=1
ctest --test-dir build/cuda -L '^(device|unit|laws|teams|lammps)$' --output-on-failure --no-tests=error "$@"
