# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: Kokkos. Debian's own package, where it is Kokkos 5 or later; elsewhere 3.4.01, built from the
# source package of Trilinos, which contains it (Debian 12's own binaries of it know no threads).
#   kokkos_packages     what Debian has to install
#   set_kokkos_paths    sets kokkos_root and kokkos_cmake, options for whoever uses it
#   kokkos_is_there, make_kokkos

readonly kokkos_version=3.4.01 trilinos_version=13.2.0

# debian_kokkos VERSION: whether it is one that serves
debian_kokkos() { [[ $1 =~ ^([0-9]+)\. ]] && ((BASH_REMATCH[1] >= 5)); }

kokkos_packages() {
  if debian_kokkos "$(candidate libkokkos-dev)"; then echo libkokkos-dev; fi
}

set_kokkos_paths() {
  local installed standard=()
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Version}' libkokkos-dev 2>/dev/null | sed -n 's/^installed //p' || true)
  kokkos_options=()
  if [[ -n ${Kokkos_ROOT:-} && $lammps_kind == /* ]]; then
    kokkos_kind=own
    kokkos_root=$(realpath -m "$Kokkos_ROOT")
  elif debian_kokkos "$installed"; then
    kokkos_kind=debian
    kokkos_root=$deps/kokkos-$installed-debian
    standard=(-DCMAKE_CXX_STANDARD=20) # which Kokkos 5 is written in
  else
    kokkos_kind=built
    kokkos_options=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DCMAKE_CXX_STANDARD=17 -DKokkos_CXX_STANDARD=17
      -DKokkos_ENABLE_SERIAL=ON -DKokkos_ENABLE_OPENMP=ON "-DCMAKE_CXX_FLAGS=$architecture_flag"
      -DCMAKE_INSTALL_LIBDIR=lib "-DCMAKE_INSTALL_RPATH=\$ORIGIN")
    kokkos_root=$deps/kokkos-$kokkos_version-openmp-$(hash8 "${kokkos_options[@]}" "$target")
  fi
  kokkos_cmake=("-DKokkos_ROOT=$kokkos_root" "${standard[@]}")
}

kokkos_is_there() { [[ $kokkos_kind == own ]] || is_built "$kokkos_root"; }

# build_kokkos PREFIX CMAKE-OPTION…; tools/setup.sh removes the source
build_kokkos() {
  local prefix=$1
  shift
  unpack trilinos "$trilinos_version" "$deps/kokkos-source" packages/kokkos
  run_step "Kokkos $kokkos_version, configuration" "$deps/logs/kokkos-configure.log" \
    cmake -S "$deps/kokkos-source/packages/kokkos" -B "$prefix/build" -G Ninja \
    "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_INSTALL_PREFIX=$prefix" "$@"
  run_step "Kokkos $kokkos_version" "$deps/logs/kokkos-build.log" ninja -C "$prefix/build" -j "$jobs" install
  rm -rf "$prefix/build"
}

make_kokkos() {
  if [[ $kokkos_kind == built ]]; then
    build_kokkos "$kokkos_root" "${kokkos_options[@]}"
  else
    link_debian_kokkos
  fi
  touch "$kokkos_root/.complete"
}

# A prefix with Debian's libraries and CMake package, which names static libraries that Debian does not ship (5.2.2-2);
# they hold no code, so empty ones stand in for them.
link_debian_kokkos() {
  local package libraries folder archive
  package=$(dpkg -L libkokkos-dev | sed -n 's|/KokkosConfig.cmake$||p')
  libraries=${package%/cmake/*}
  folder=$kokkos_root/${libraries#/usr/}
  mkdir -p "$folder/cmake"
  cp -r "$package" "$folder/cmake/"
  ln -sf "$libraries"/libkokkos* "$folder/"
  while read -r archive; do
    [[ -e $folder/$archive ]] || ar rcs "$folder/$archive"
  done < <(grep -ohE 'libkokkos[a-z]+\.a' "$package"/*.cmake | sort -u)
}
