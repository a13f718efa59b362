#!/usr/bin/env bash
# Copies the headers of an installed Kokkos 5, of whatever spaces, and changes their generated configuration to the one of
# a build with the spaces Cuda and Serial: enough to compile device code with nvcc, and not to link it, on a machine
# without a GPU. Prints the version of Kokkos.
#   tools/cuda-headers.sh FROM INTO ARCH
#     FROM   the folder that holds Kokkos_Core.hpp
#     INTO   becomes the changed copy
#     ARCH   Kokkos' name of the GPU, such as AMPERE80 or HOPPER90
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$tools/lib.sh"
(($# == 3)) || die "tools/cuda-headers.sh got $# arguments (it needs FROM INTO ARCH) see the head of the script"
readonly from=$1 into=$2 arch=$3
[[ -e $from/KokkosCore_config.h ]] || die "no KokkosCore_config.h in '$from' (there is no Kokkos) name the folder of Kokkos_Core.hpp"
version=$(sed -n 's/^#define KOKKOS_VERSION \([0-9]*\)$/\1/p' "$from/KokkosCore_config.h")
((${version:-0} >= 50000)) || die "Kokkos in '$from' is version ${version:-0} (configurations of 50000 and later can be changed) name a Kokkos 5"

rm -rf "$into" "$into.incomplete"
mkdir -p "$(dirname "$into")"
cp -rL "$from" "$into.incomplete"

# change FILE SED-SCRIPT: fails if nothing changes
change() {
  local file=$into.incomplete/$1
  sed -E -i.before "$2" "$file"
  ! cmp -s "$file" "$file.before" || die "$1: nothing to change (Kokkos $version writes it otherwise than 5.2) adapt tools/cuda-headers.sh"
  rm "$file.before"
}
# defined MACRO…: a sed script that defines what CMake left undefined
defined() { printf 's|^/\\* #undef (%s) \\*/|#define \\1|;' "$@"; }
# backends GUARD PREFIX NAME…: a sed script that replaces the includes
backends() {
  local guard=$1 prefix=$2
  shift 2
  printf '/^#include/d; /^#define %s$/a %s' "$guard" "$(printf "#include <$prefix%s.hpp>\\\\n" "$@")"
}
change KokkosCore_config.h "/^#define KOKKOS_ENABLE_(OPENMP|THREADS|HPX|HIP|SYCL)$/d;
  $(defined KOKKOS_ENABLE_SERIAL KOKKOS_ENABLE_CUDA "KOKKOS_ARCH_$arch" "KOKKOS_ARCH_${arch%%[0-9]*}")"
change KokkosCore_Config_DeclareBackend.hpp "$(backends KOKKOS_DECLARE_HPP_ decl/Kokkos_Declare_ SERIAL CUDA)"
change KokkosCore_Config_FwdBackend.hpp "$(backends KOKKOS_FWD_HPP_ fwd/Kokkos_Fwd_ SERIAL CUDA)"
change KokkosCore_Config_SetupBackend.hpp "$(backends KOKKOS_SETUP_HPP_ setup/Kokkos_Setup_ Cuda)"
change desul/atomics/Config.hpp "$(defined DESUL_ATOMICS_ENABLE_CUDA)"
for macro in KOKKOS_ENABLE_CUDA "KOKKOS_ARCH_$arch"; do
  grep -q "^#define $macro$" "$into.incomplete/KokkosCore_config.h" || die "Kokkos $version has no $macro (the name is unknown to it) see Kokkos_ARCH_… in its documentation"
done
mv "$into.incomplete" "$into"
printf '%s\n' "$version"
