#!/usr/bin/env bash
# Compiles the engine's device code with nvcc, which needs no GPU, and prints what each kernel takes of one. Fails if a
# file does not compile, or if a kernel spills more than `spill_bound` bytes. A file that has not changed is not compiled
# again; the first run takes some 10 minutes on two processors.
#   tools/check-cuda.sh [--arch sm_80,sm_90] [--jobs N]
# Without nvcc, or without the script that prepares Kokkos' headers for CUDA, it says so and exits with 77: not checked.
# Environment:
#   NVCC                         the compiler (default nvcc)
#   TESSERAL_CUDA_HEADERS        that script, called with a folder and HOPPER90 or AMPERE80; it must leave the headers in
#                                the folder's include/ (default ../shared/tools/kokkos5-cuda-headers.sh)
#   TESSERAL_CUDA_BUILD          headers and logs (default build/cuda)
#   TESSERAL_JOBS                as --jobs (default: the number of processors)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/lib.sh

# Bytes of registers that a kernel may store to memory and load again, both counted. The aim is 0. The largest kernel
# that there is (message_forward of any degrees with the exact network, double) needs 204 with CUDA 13.0 for sm_90. The
# stack frame, arrays whose index the compiler does not know, lies in the same memory; it is printed, but not judged.
readonly spill_bound=256

archs=sm_80,sm_90
jobs=${TESSERAL_JOBS:-$(nproc)}
while (($#)); do
  case $1 in
    --arch) archs=${2:?--arch needs a list such as sm_80,sm_90} ;;
    --jobs) jobs=${2:?--jobs needs a number} ;;
    --help | -h)
      sed -n '2,/^set /{/^# /s/^# //p}' "${BASH_SOURCE[0]}"
      exit
      ;;
    *) die "unknown option '$1' (tools/check-cuda.sh knows --arch and --jobs) see --help" ;;
  esac
  shift 2
done
IFS=, read -r -a archs <<<"$archs"

nvcc=${NVCC:-nvcc}
header_script=${TESSERAL_CUDA_HEADERS:-../shared/tools/kokkos5-cuda-headers.sh}
build=${TESSERAL_CUDA_BUILD:-build/cuda}
command -v "$nvcc" >/dev/null || { note "device code is not checked: there is no '$nvcc' here (set NVCC)"; exit 77; }
[[ -x $header_script ]] || { note "device code is not checked: there is no $header_script here (set TESSERAL_CUDA_HEADERS)"; exit 77; }

# 20208: a host-only long double is a double on the device
flags=(-x cu -std=c++20 --extended-lambda --expt-relaxed-constexpr -Xcudafe --diag_suppress=20208 --resource-usage -Isrc)
compiler_version=$("$nvcc" --version | tail -n 2)

for arch in "${archs[@]}"; do
  case $arch in
    sm_80) kokkos_arch=AMPERE80 ;;
    sm_90) kokkos_arch=HOPPER90 ;;
    *) die "unknown architecture '$arch' (Kokkos' headers are made for sm_80 and sm_90) see --help" ;;
  esac
  [[ -e $build/$arch/headers/include/Kokkos_Core.hpp ]] ||
    run_step "Kokkos' headers for $arch" "$build/$arch/headers.log" "$header_script" "$build/$arch/headers" "$kokkos_arch"
done

# What is instantiated for a space, the largest first, since it takes longest.
mapfile -t files < <(grep -rlE '^TESSERAL_INSTANTIATE|KOKKOS_LAMBDA' src/tesseral --include='*.cpp' |
  grep -vE '^src/tesseral/(train|cli)/' | xargs ls -S)

# sources_of FILE: it and the headers of the project that it includes, directly or not
sources_of() {
  local pending=("$1") seen=
  while ((${#pending[@]})); do
    if [[ " $seen" != *" ${pending[0]} "* ]]; then
      seen+="${pending[0]} "
      mapfile -t -O "${#pending[@]}" pending < <(sed -nE 's|^#include "(tesseral/.*)"$|src/\1|p' "${pending[0]}")
    fi
    pending=("${pending[@]:1}")
  done
  xargs cat <<<"$seen"
}

# log_of ARCH FILE: where the compiler's output is kept, by all that decides about it
log_of() {
  local key name=${2#src/tesseral/}
  key=$({ printf '%s\n' "$compiler_version" "${flags[@]}" && sources_of "$2" &&
    cat "$build/$1/headers/include/KokkosCore_config.h"; } | sha256sum | cut -c 1-16)
  printf '%s' "$build/$1/${name//\//-}.$key.log"
}

# compile ARCH FILE LOG FLAG…: leaves LOG, or LOG.failed
compile() {
  local arch=$1 file=$2 log=$3 begin=$SECONDS
  shift 3
  if "$nvcc" "$@" "-arch=$arch" "-I$build/$arch/headers/include" -c "$file" -o "$log.o" >"$log.failed" 2>&1; then
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
    [[ -e $log ]] || todo+=("$arch $file $log ${flags[*]}")
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
format='%-6s %-22s %-36s %9s %6s %7s %6s %7s\n'
# shellcheck disable=SC2059  # one format for the head and the rows
printf "\n$format" arch file kernel registers stack spilled loaded shared
for row in "${table[@]}"; do
  read -r arch file registers stack stores loads shared name <<<"$row"
  # shellcheck disable=SC2059
  printf "$format" "$arch" "$file" "$name" "$registers" "$stack" "$stores" "$loads" "$shared"
  ((stores + loads <= spill_bound)) || { status=1; over+=("$file $name on $arch: $((stores + loads))"); }
done
if ((status)); then
  printf 'spills above %s bytes: %s\n' "$spill_bound" "${over[@]}" >&2
  die "a kernel spills too much (its values do not fit into registers) hold fewer of them at a time"
fi
note "no kernel spills more than $spill_bound bytes"
