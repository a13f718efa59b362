#!/usr/bin/env bash
# Compiles the device code of the engine and of the plugin with nvcc, which needs no GPU, and prints what each kernel takes
# of one. Fails if a file does not compile, if a kernel spills more than `spill_bound` bytes, or if anything is missing
# that it needs. A file that has not changed is not compiled again; the first run takes some 15 minutes on two processors.
#   tools/check-cuda.sh [--arch sm_80,sm_90] [--jobs N] [FILE…]      FILE: only these, such as src/tesseral/network/message/message_forward.cpp
# Needs nvcc, the headers of any Kokkos 5 (tools/cuda-headers.sh makes those of one for CUDA of them), the sources of a
# LAMMPS of 2026 and the headers of an MPI. "warps" is how many of 64 a multiprocessor holds by its registers.
# Environment:
#   NVCC                         the compiler (default nvcc)
#   KOKKOS_INCLUDE_DIR           the folder of Kokkos_Core.hpp (default /usr/include/kokkos)
#   LAMMPS_SOURCE_DIR            the folder of LAMMPS that holds src/version.h (default /opt/lammps-src)
#   MPICXX                       MPI's compiler, which is asked for the folder of mpi.h (default mpicxx)
#   TESSERAL_CUDA_BUILD          headers and logs (default build/check-cuda)
#   TESSERAL_JOBS                as --jobs (default: the number of processors)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/lib.sh

# Bytes of registers that a kernel may store to memory and load again, both counted. The aim is 0. The largest kernel
# that there is (message_forward of any degrees with the exact network, double) needs 204 with CUDA 13.0 for sm_90. The
# stack frame, arrays whose index the compiler does not know, lies in the same memory; it is printed, but not judged.
readonly spill_bound=256

archs=sm_80,sm_90
jobs=${TESSERAL_JOBS:-$(nproc)} files=()
while (($#)); do
  case $1 in
    --arch) archs=${2:?--arch needs a list such as sm_80,sm_90} ;;
    --jobs) jobs=${2:?--jobs needs a number} ;;
    --help | -h)
      sed -n '2,/^set /{/^# /s/^# //p}' "${BASH_SOURCE[0]}"
      exit
      ;;
    [!-]*)
      [[ -e $1 ]] || die "there is no '$1' (files are named from the project's root) see --help"
      files+=("$1")
      shift
      continue
      ;;
    *) die "unknown option '$1' (tools/check-cuda.sh knows --arch and --jobs) see --help" ;;
  esac
  shift 2
done
IFS=, read -r -a archs <<<"$archs"

nvcc=${NVCC:-nvcc} mpicxx=${MPICXX:-mpicxx}
kokkos=${KOKKOS_INCLUDE_DIR:-/usr/include/kokkos}
lammps=${LAMMPS_SOURCE_DIR:-/opt/lammps-src}/src
build=${TESSERAL_CUDA_BUILD:-build/check-cuda}
command -v "$nvcc" >/dev/null || die "device code cannot be checked: there is no '$nvcc' here (set NVCC)"
command -v "$mpicxx" >/dev/null || die "device code cannot be checked: there is no '$mpicxx' here, and the plugin needs mpi.h (set MPICXX)"
[[ -e $kokkos/Kokkos_Core.hpp ]] || die "device code cannot be checked: no Kokkos_Core.hpp in '$kokkos' (set KOKKOS_INCLUDE_DIR)"
[[ -e $lammps/KOKKOS/kokkos_type.h ]] || die "device code cannot be checked: no LAMMPS with KOKKOS in '${lammps%/src}' (set LAMMPS_SOURCE_DIR)"

# As Kokkos has a build for CUDA compile, which lacks --expt-relaxed-constexpr; a host's function in a kernel, which nvcc
# only warns of, is an error. 20208: a host-only long double is a double on the device.
flags=(-x cu -std=c++20 --extended-lambda -Wext-lambda-captures-this -Werror cross-execution-space-call
  -Xcudafe --diag_suppress=20208 --resource-usage -Isrc -DTESSERAL_PACK_BYTES=64)
compiler_version=$("$nvcc" --version | tail -n 2)
lammps_version=$(sed -n 's/^#define LAMMPS_VERSION "\(.*\)"/\1/p' "$lammps/version.h")
lammps_number=$(date --utc --date="$lammps_version" +%Y%m%d) || die "LAMMPS' version is '$lammps_version' (no date) see $lammps/version.h"
mapfile -t mpi_flags < <("$mpicxx" -show | { grep -oE -- "-I[^ ]+" || true; })
# \\\": a quotation mark that xargs leaves to nvcc
lammps_flags=(-DLMP_KOKKOS -DLMP_PLUGIN -DLAMMPS_SMALLBIG -DOMPI_SKIP_MPICXX -DMPICH_SKIP_MPICXX
  "-DTESSERAL_LAMMPS_VERSION=$lammps_number" "-DTESSERAL_LAMMPS_VERSION_TEXT=\\\"$lammps_number\\\""
  -isystem "$lammps" -isystem "$lammps/KOKKOS" "${mpi_flags[@]}")

for arch in "${archs[@]}"; do
  case $arch in
    sm_80) kokkos_arch=AMPERE80 ;;
    sm_90) kokkos_arch=HOPPER90 ;;
    *) die "unknown architecture '$arch' (this script knows sm_80 and sm_90) see --help" ;;
  esac
  tools/cuda-headers.sh "$kokkos" "$build/$arch/headers" "$kokkos_arch" >/dev/null
done

# sources_of FILE: it and the headers of the project that it includes, directly or not
declare -A includes
while IFS=: read -r file line; do
  name=${line#*\"} name=${name%\"*}
  if [[ $name == tesseral/* ]]; then name=src/$name; else name=${file%/*}/$name; fi
  includes[$file]+="$name "
done < <(grep -rE '^#include "' src/tesseral plugin)
sources_of() {
  local pending=("$1") seen='' file
  while ((${#pending[@]})); do
    file=${pending[0]} pending=("${pending[@]:1}")
    [[ " $seen" != *" $file "* && -e $file ]] || continue
    seen+="$file "
    # shellcheck disable=SC2206  # names of ours, without spaces
    pending+=(${includes[$file]:-})
  done
  printf '%s' "$seen"
}

# What is instantiated for a space: in the engine its own files, in the plugin whatever includes a kernel. The largest
# first, since it takes longest.
plugin_files() {
  local file
  for file in plugin/*.cpp; do
    # shellcheck disable=SC2046  # names of ours, without spaces
    ! grep -q KOKKOS_LAMBDA $(sources_of "$file") || printf '%s\n' "$file"
  done
}
((${#files[@]})) || mapfile -t files < <({ plugin_files && grep -rlE '^TESSERAL_INSTANTIATE|KOKKOS_LAMBDA' src/tesseral --include='*.cpp' |
  grep -vE '^src/tesseral/(train|cli)/'; } | xargs ls -S)

# flags_for FILE
flags_for() {
  printf '%s\n' "${flags[@]}"
  [[ $1 != plugin/* ]] || printf '%s\n' "${lammps_flags[@]}"
}

# log_of ARCH FILE: where the compiler's output is kept, by all that decides about it
log_of() {
  local key name=${2#src/tesseral/}
  # shellcheck disable=SC2046  # names of ours, without spaces
  key=$({ printf '%s\n' "$compiler_version" "$(flags_for "$2")" && cat $(sources_of "$2") &&
    cat "$build/$1/headers/KokkosCore_config.h"; } | sha256sum | cut -c 1-16)
  printf '%s' "$build/$1/${name//\//-}.$key.log"
}

# compile ARCH FILE LOG FLAG…: leaves LOG, or LOG.failed
compile() {
  local arch=$1 file=$2 log=$3 begin=$SECONDS
  shift 3
  if "$nvcc" "$@" "-arch=$arch" "-I$build/$arch/headers" -c "$file" -o "$log.o" >"$log.failed" 2>&1; then
    mv "$log.failed" "$log"
    note "$arch $file: compiled in $(elapsed $((SECONDS - begin)))"
  fi
  rm -f "$log.o"
}
export -f compile note elapsed
export nvcc build

logs=() todo=()
for file in "${files[@]}"; do
  for arch in "${archs[@]}"; do
    log=$(log_of "$arch" "$file")
    logs+=("$log")
    [[ -e $log ]] || todo+=("$arch $file $log $(flags_for "$file" | paste -sd ' ')")
  done
done
note "device code: ${#files[@]} files for ${archs[*]}, ${#todo[@]} of ${#logs[@]} compilations to do, $jobs at once"
((${#todo[@]} == 0)) || printf '%s\n' "${todo[@]}" | xargs -P "$jobs" -L 1 bash -c 'compile "$@"' compile

status=0
for log in "${logs[@]}"; do
  if [[ ! -e $log ]]; then
    printf '%s\n' "--- $log.failed" >&2
    grep -v '^ptxas info' "$log.failed" | tail -n 20 >&2
    status=1
  fi
done
((status == 0)) || die "device code does not compile"

# One line per kernel of the project (Kokkos' own fill and copy kernels are left out): file, architecture, and the
# numbers of `ptxas --verbose`, which stand in lines behind the kernel's name.
kernels() {
  awk -F "'" '
    FNR == 1 { file = FILENAME; sub(/.*\//, "", file); sub(/\.cpp\..*/, "", file) }
    /Compiling entry function/ { name = $2; arch = $4; frame = stores = loads = 0 }
    # of the kernel and of each function that it calls
    /bytes stack frame/ { split($0, word, " "); frame += word[1]; stores += word[5]; loads += word[9] }
    /Used [0-9]+ registers/ {
      shared = 0
      if (match($0, /[0-9]+ bytes smem/)) shared = substr($0, RSTART) + 0
      sub(/.*Used /, "")
      print arch, file, $0 + 0, frame, stores, loads, shared, name
    }' "$@" | c++filt | sed -nE '
    s/void Kokkos::Impl::cuda_parallel_launch_[a-z_]+<(Kokkos::Impl::[A-Za-z]+<)+//
    s/_INTERNAL_[a-z0-9_]+::|\(anonymous namespace\):://g
    s/Kokkos::Impl::CudaTeamMember/team/g
    s/Kokkos::Cuda, //g
    s/<Kokkos::Cuda>//g
    s/^(([^ ]+ ){7})tesseral::([A-Za-z0-9_:]+(<[^<>]*>)?)(.*\{lambda\((\w+).*\)(#[0-9]+)\})?.*/\1\3 \6\7/p'
}

mapfile -t table < <(kernels "${logs[@]}" | sort -k 2,2 -k 8 -k 1,1)
((${#table[@]} > 0)) || die "no kernel was found in the compiler's output (its layout is not the one this script knows) see $build"
# A multiprocessor of either architecture has four parts of 16,384 registers, given to a warp by 256, and room for 64 warps;
# teams take no shared memory worth counting (core/team.hpp). What else limits them, such as a team's size, is not counted.
warps() {
  local of_part=$((16384 / (($1 * 32 + 255) / 256 * 256)))
  echo $((of_part < 16 ? 4 * of_part : 64))
}
format='%-6s %-22s %-36s %9s %5s %6s %7s %6s %7s\n'
# shellcheck disable=SC2059  # one format for the head and the rows
printf "\n$format" arch file kernel registers warps stack spilled loaded shared
for row in "${table[@]}"; do
  read -r arch file registers stack stores loads shared name <<<"$row"
  # shellcheck disable=SC2059
  printf "$format" "$arch" "$file" "$name" "$registers" "$(warps "$registers")" "$stack" "$stores" "$loads" "$shared"
  ((stores + loads <= spill_bound)) || { status=1; over+=("$file $name on $arch: $((stores + loads))"); }
done
if ((status)); then
  printf 'spills above %s bytes: %s\n' "$spill_bound" "${over[@]}" >&2
  die "a kernel spills too much (its values do not fit into registers) hold fewer of them at a time"
fi
note "no kernel spills more than $spill_bound bytes"
