#!/usr/bin/env bash
# Builds and tests against Kokkos 5 in C++20, in whatever environment provides it: run it inside that environment. Only
# Eigen, which searches for factors, is installed if it is missing.
#   tools/test-modern.sh [ctest options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/modern
[[ -d /usr/include/eigen3 ]] || apt-get -q install -y --no-install-recommends libeigen3-dev
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD=20 -DTESSERAL_NATIVE=ON
cmake --build "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}"
ctest --test-dir "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}" --output-on-failure --no-tests=error "$@"
