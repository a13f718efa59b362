#!/usr/bin/env bash
# Makes a Debian machine ready to build and test Tesseral: installs the packages that are missing, then builds Kokkos
# and LAMMPS, once, from Debian's source packages into a cache folder. A later run finds all in place and ends at once.
#   tools/setup.sh [--no-lammps] [--print]
#     --no-lammps   packages and Kokkos only
#     --print       builds nothing, but prints where things are, as shell assignments: TESSERAL_KOKKOS_ROOT,
#                   TESSERAL_LAMMPS_ROOT, TESSERAL_LAMMPS_SOURCE
# Environment:
#   TESSERAL_DEPS     the cache folder (default ~/.cache/tesseral; about 80 MB, 1 GB while it builds; the compiler cache of
#                     tools/build.sh, at most 2 GB, stands there too)
#   TESSERAL_NATIVE   ON (default): compile for this machine's own instruction set; OFF: for any of its architecture
#   TESSERAL_JOBS     parallel compilations (default: the number of processors)
#   CXX               the compiler (default c++)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$here/lib.sh"

readonly kokkos_version=3.4.01 trilinos_version=13.2.0
readonly lammps_version=29Sep2021 lammps_source_version=20220106 # Debian numbers it by the date of the last change
readonly packages=(g++ cmake ninja-build pkg-config dpkg-dev ca-certificates xz-utils
  libopenmpi-dev openmpi-bin libfftw3-dev libhdf5-dev libopenblas-dev libfmt-dev libcli11-dev libtomlplusplus-dev
  libeigen3-dev libgtest-dev libgmock-dev libbenchmark-dev gnuplot-nox python3-numpy python3-h5py)
# a compiler cache, and what checks the layout of C++ files: all works without, but slower or unchecked
readonly helpful_packages=(ccache clang-format)
readonly own_lammps='build LAMMPS and Kokkos yourself and pass -DLAMMPS_SOURCE_DIR=… -DKokkos_ROOT=… to cmake'

deps=$(realpath -m "${TESSERAL_DEPS:-${HOME:?}/.cache/tesseral}")
jobs=${TESSERAL_JOBS:-$(nproc)}
compiler=${CXX:-c++}
case ${TESSERAL_NATIVE:-ON} in
  # why the two options: see CMakeLists.txt, GCC 12 writes wrong constants with AVX-512VL
  ON | on | 1) architecture_flag='-march=native -mmove-max=128 -mstore-max=128' ;;
  OFF | off | 0) architecture_flag= ;;
  *) die "TESSERAL_NATIVE is '$TESSERAL_NATIVE', but must be ON or OFF" ;;
esac

# ---- packages

# missing PACKAGE…: those that are not installed
missing() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
  comm -23 <(printf '%s\n' "$@" | sort) <(sort <<<"$installed") | xargs
}

# install PACKAGE…
install() {
  note "packages that are missing: $*"
  export DEBIAN_FRONTEND=noninteractive
  run_step "apt-get update" "$deps/logs/packages-update.log" apt-get -q -o DPkg::Lock::Timeout=300 update
  run_step "apt-get install" "$deps/logs/packages-install.log" \
    apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

install_packages() {
  local needed helpful by_hand='sudo apt-get install --no-install-recommends'
  command -v dpkg-query >/dev/null ||
    die "there is no dpkg here, so that nothing can be installed by Debian's names; $own_lammps"
  read -r -a needed <<<"$(missing "${packages[@]}")"
  read -r -a helpful <<<"$(missing "${helpful_packages[@]}")"
  if ((${#needed[@]})); then
    [[ $(id -u) == 0 ]] || die "packages are missing and only root can install them: $by_hand ${needed[*]} ${helpful[*]}"
    install "${needed[@]}"
  fi
  if ((${#helpful[@]})); then
    { [[ $(id -u) == 0 ]] && (install "${helpful[@]}"); } || note "goes on without ${helpful[*]} ($by_hand ${helpful[*]})"
  fi
}

# ---- where things are: the folders' names tell versions and options, and hash what else decides about their content

set_paths() {
  local target
  command -v "$compiler" >/dev/null || die "there is no compiler '$compiler'; run tools/setup.sh, or set CXX"
  # what the compiler makes of -march=native on this processor, rather than the processor's name
  # shellcheck disable=SC2086  # no word at all if the flag is empty
  target=$("$compiler" -dumpfullversion -dumpmachine && "$compiler" $architecture_flag -Q --help=target) ||
    die "the compiler '$compiler' does not answer like g++; set CXX=g++"
  kokkos_options=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DCMAKE_CXX_STANDARD=17 -DKokkos_CXX_STANDARD=17
    -DKokkos_ENABLE_SERIAL=ON -DKokkos_ENABLE_OPENMP=ON "-DCMAKE_CXX_FLAGS=$architecture_flag"
    -DCMAKE_INSTALL_LIBDIR=lib "-DCMAKE_INSTALL_RPATH=\$ORIGIN")
  kokkos_root=$deps/kokkos-$kokkos_version-openmp-$(hash8 "${kokkos_options[@]}" "$target")
  # the path to Kokkos is relative, so that the cache can be moved
  lammps_options=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DBUILD_MPI=ON -DBUILD_OMP=ON
    -DPKG_KOKKOS=ON -DEXTERNAL_KOKKOS=ON -DPKG_PLUGIN=ON -DPKG_MANYBODY=ON -DPKG_MOLECULE=ON -DPKG_KSPACE=ON
    -DWITH_JPEG=OFF -DWITH_PNG=OFF -DWITH_FFMPEG=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Python=ON
    "-DCMAKE_CXX_FLAGS=$architecture_flag" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    -DCMAKE_INSTALL_LIBDIR=lib "-DCMAKE_INSTALL_RPATH=\$ORIGIN/../lib;\$ORIGIN/../../${kokkos_root##*/}/lib")
  lammps_root=$deps/lammps-$lammps_version-kokkos-$(hash8 "${lammps_options[@]}" "$target" "$(mpi_version)")
}
hash8() { printf '%s\n' "$@" | sha256sum | cut -c 1-8; }
mpi_version() { dpkg-query -W -f '${Version}' libopenmpi-dev 2>/dev/null || true; }

is_built() { [[ -e $1/.complete ]]; }

# ---- Debian's source packages

# deb-src for the suites that this machine uses, in a configuration of its own: the system's stays as it is, and no
# root is needed. The signatures are checked against the same keys.
source_apt() {
  local command=$1 sandbox=()
  shift
  [[ $(id -u) != 0 ]] || sandbox=(-o APT::Sandbox::User=root)
  "$command" -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$deps/apt/sources.list.d" \
    -o "Dir::State::Lists=$deps/apt/lists" -o "Dir::Cache=$deps/apt/cache" "${sandbox[@]}" "$@"
}

enable_sources() {
  local file
  rm -rf "$deps/apt"
  mkdir -p "$deps/apt/sources.list.d" "$deps/apt/lists/partial" "$deps/apt/cache/archives/partial"
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ ! -e $file ]] || sed 's/^Types:.*/Types: deb-src/' "$file" >"$deps/apt/sources.list.d/${file##*/}"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -e $file ]] || sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >"$deps/apt/sources.list.d/${file##*/}.list"
  done
  # a foreign suite without sources is no error here; whether ours are found is checked next
  run_step "lists of source packages" "$deps/logs/sources-update.log" source_apt apt-get update
}

# download_source PACKAGE UPSTREAM: that version's files, whose digests apt checks, into $deps/downloads
download_source() {
  local package=$1 upstream=$2 version
  version=$(source_apt apt-cache showsrc "$package" 2>/dev/null | awk '/^Version: / { print $2 }' | grep -E "^([0-9]+:)?${upstream//./\\.}[^0-9]" | sort -uV | tail -n 1) ||
    die "the source package $package $upstream (Debian 12's) is not among the sources of this machine's apt suites; $own_lammps"
  mkdir -p "$deps/downloads"
  (cd "$deps/downloads" && run_step "download of $package $version" "$deps/logs/download-$package.log" \
    source_apt apt-get source --download-only --only-source "$package=$version")
}

# unpack PACKAGE UPSTREAM TARGET PATTERN…: the matching members of the archive, without its top folder
unpack() {
  local package=$1 upstream=$2 target=$3 archive
  shift 3
  [[ ! -e $target/.unpacked ]] || return 0
  rm -rf "$target"
  mkdir -p "$target"
  [[ -d $deps/apt/lists ]] || enable_sources
  download_source "$package" "$upstream"
  archive=$(find "$deps/downloads" -name "${package}_$upstream*.orig.tar.*" ! -name '*.asc')
  run_step "unpacking $package" "$deps/logs/unpack-$package.log" \
    tar -xf "$archive" -C "$target" --strip-components=1 --wildcards --no-wildcards-match-slash "$@"
  touch "$target/.unpacked"
  rm -f "$deps/downloads/${package}_"*
}

# ---- builds: each in its own prefix, which counts only when it holds .complete; an interrupted one is resumed

build_kokkos() {
  is_built "$kokkos_root" && return 0
  unpack trilinos "$trilinos_version" "$kokkos_root/source" '*/packages/kokkos'
  run_step "Kokkos $kokkos_version, configuration" "$deps/logs/kokkos-configure.log" \
    cmake -S "$kokkos_root/source/packages/kokkos" -B "$kokkos_root/build" -G Ninja \
    "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_INSTALL_PREFIX=$kokkos_root" "${kokkos_options[@]}"
  run_step "Kokkos $kokkos_version" "$deps/logs/kokkos-build.log" ninja -C "$kokkos_root/build" -j "$jobs" install
  rm -rf "$kokkos_root/source" "$kokkos_root/build"
  touch "$kokkos_root/.complete"
}

# Besides bin/ and lib/ stays what the plugin is compiled against: source/src, and build/ with LAMMPS' CMake cache and
# compile_commands.json, which tell the definitions that LAMMPS was compiled with.
build_lammps() {
  local source=$lammps_root/source build=$lammps_root/build
  is_built "$lammps_root" && return 0
  unpack lammps "$lammps_source_version" "$source" \
    '*/LICENSE' '*/README' '*/src' '*/cmake' '*/doc/lammps.1' '*/examples/plugins'
  mkdir -p "$source/potentials" # is installed, empty
  run_step "LAMMPS $lammps_version, configuration" "$deps/logs/lammps-configure.log" \
    cmake -S "$source/cmake" -B "$build" -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" \
    "-DCMAKE_INSTALL_PREFIX=$lammps_root" "-DKokkos_ROOT=$kokkos_root" "${lammps_options[@]}"
  note "LAMMPS takes some 9 minutes on two processors, this once"
  run_step "LAMMPS $lammps_version" "$deps/logs/lammps-build.log" \
    ninja -C "$build" -j "$jobs" install
  find "$build" -mindepth 1 -maxdepth 1 ! -name CMakeCache.txt ! -name compile_commands.json ! -name styles -exec rm -rf {} +
  touch "$lammps_root/.complete"
}

all_built() { is_built "$kokkos_root" && { [[ $with_lammps == no ]] || is_built "$lammps_root"; }; }

print_paths() {
  printf '%s=%q\n' TESSERAL_KOKKOS_ROOT "$kokkos_root"
  [[ $with_lammps == no ]] ||
    printf '%s=%q\n' TESSERAL_LAMMPS_ROOT "$lammps_root" TESSERAL_LAMMPS_SOURCE "$lammps_root/source"
}

# ---- what was asked for

with_lammps=yes only_print=no
for argument in "$@"; do
  case $argument in
    --no-lammps) with_lammps=no ;;
    --print) only_print=yes ;;
    --help | -h)
      sed -n '2,/^set /{/^# /s/^# //p}' "${BASH_SOURCE[0]}"
      exit
      ;;
    *) die "unknown option '$argument'; tools/setup.sh --help lists them" ;;
  esac
done

if [[ $only_print == yes ]]; then
  set_paths
  all_built || die "Kokkos and LAMMPS are not built for this compiler and processor in $deps; run tools/setup.sh"
  print_paths
  exit
fi
mkdir -p "$deps"
install_packages
set_paths
if ! all_built; then
  exec 9>"$deps/lock" # held by the builds too, so that no second run meets one that outlived the first
  flock -n 9 || { note "another tools/setup.sh works in $deps; waiting for it" && flock 9; }
  build_kokkos
  [[ $with_lammps == no ]] || build_lammps
  rm -rf "$deps/apt" "$deps/downloads"
fi
note "Kokkos $kokkos_version: $kokkos_root"
[[ $with_lammps == no ]] || note "LAMMPS $lammps_version: $lammps_root"
