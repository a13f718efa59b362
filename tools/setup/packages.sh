# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: Debian's packages, by name.
#   install_packages     installs what is missing for the parts, and what helps; asks for root only if something is
#   candidate PACKAGE    prints the version that apt would install, or has installed; nothing if there is none

needed_packages=(g++ cmake make ninja-build pkg-config ca-certificates xz-utils
  libfftw3-dev libhdf5-dev zlib1g-dev libfmt-dev libcli11-dev libtomlplusplus-dev libeigen3-dev gnuplot-nox)
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev libopenblas-dev python3-numpy python3-h5py xtb)
# a compiler cache, what checks the layout of C++ files, and what fuzzes readers: all works without, but slower or unchecked
helpful_packages=(ccache)
helpful_test_packages=(clang-format clang libclang-rt-dev)

candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([0-9].*\)/\1/p'; }

# missing PACKAGE…: those that are not installed
missing() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort <<<"$installed") | xargs
}

# install PACKAGE…
install() {
  note "packages that are missing: $*"
  run_step "apt-get install" "$deps/logs/packages-install.log" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

# needed_now, helpful_now: set what is missing
# shellcheck disable=SC2046  # one word for each package
needed_now() { read -r -a needed <<<"$(missing "${needed_packages[@]}" $(kokkos_packages) $(lammps_packages) $(python_packages))"; }
helpful_now() { read -r -a helpful <<<"$(missing "${helpful_packages[@]}")"; }

install_packages() {
  local needed helpful by_hand='sudo apt-get install --no-install-recommends'
  command -v dpkg-query >/dev/null || die "there is no dpkg here, so that nothing can be installed by Debian's names; $own_lammps"
  if [[ $with_tests == yes ]]; then
    needed_packages+=("${test_packages[@]}")
    helpful_packages+=("${helpful_test_packages[@]}")
  fi
  needed_now
  helpful_now
  ((${#needed[@]} + ${#helpful[@]})) || return 0
  if [[ $(id -u) != 0 ]]; then
    ((${#needed[@]} == 0)) || die "packages are missing and only root can install them: $by_hand ${needed[*]} ${helpful[*]}"
    note "goes on without ${helpful[*]} ($by_hand ${helpful[*]})"
    return
  fi
  (run_step "apt-get update" "$deps/logs/packages-update.log" apt-get -q -o DPkg::Lock::Timeout=300 update) || {
    ((${#needed[@]} == 0)) || exit 1
    note "goes on without ${helpful[*]} ($by_hand ${helpful[*]})"
    return
  }
  needed_now # what apt offers is only known now
  (install "${needed[@]}" "${helpful[@]}") || {
    ((${#needed[@]} == 0)) || install "${needed[@]}"
    note "goes on without ${helpful[*]} ($by_hand ${helpful[*]})"
  }
}
