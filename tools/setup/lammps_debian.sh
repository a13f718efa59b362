# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: LAMMPS with its KOKKOS package, built from Debian's source package against the Kokkos of
# kokkos.sh: 29 Sep 2021 on Debian 12, the newest that apt has the source of where Debian's own Kokkos is used.

lammps_packages() {
  printf '%s\n' dpkg-dev libopenmpi-dev openmpi-bin
  # LAMMPS of 2026 asks for Python where it is built
  if debian_kokkos "$(candidate libkokkos-dev)"; then echo python3; fi
}

set_lammps_paths() {
  local modern=()
  lammps_version=29Sep2021 lammps_source_version=20220106 # Debian numbers it by the date of the last change
  if [[ $kokkos_kind == debian ]]; then
    lammps_version=newest lammps_source_version=
    modern=(-DCMAKE_CXX_STANDARD=20 -DWITH_CURL=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Python=OFF)
  fi
  # the path to Kokkos is relative, so that the cache can be moved
  lammps_options=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DBUILD_MPI=ON -DBUILD_OMP=ON
    -DPKG_KOKKOS=ON -DEXTERNAL_KOKKOS=ON -DPKG_PLUGIN=ON -DPKG_MANYBODY=ON -DPKG_MOLECULE=ON -DPKG_KSPACE=ON
    -DPKG_MC=ON -DPKG_REPLICA=ON -DPKG_RIGID=ON -DPKG_EXTRA-FIX=ON -DPKG_EXTRA-COMPUTE=ON -DLAMMPS_EXCEPTIONS=ON
    -DWITH_JPEG=OFF -DWITH_PNG=OFF -DWITH_FFMPEG=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Python=ON
    "-DCMAKE_CXX_FLAGS=$architecture_flag" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    -DCMAKE_INSTALL_LIBDIR=lib "-DCMAKE_INSTALL_RPATH=\$ORIGIN/../lib;\$ORIGIN/../../${kokkos_root##*/}/lib" "${modern[@]}")
  lammps_root=$deps/lammps-$lammps_version-kokkos-$(hash8 "${lammps_options[@]}" "$target" "$(mpi_version)")
  lammps_source=$lammps_root/source
  lammps_mpi=$lammps_root/mpi
  mpi_cmake=("-DMPI_C_COMPILER=$(command -v mpicc.openmpi || true)" "-DMPI_CXX_COMPILER=$(command -v mpicxx.openmpi || true)")
  lammps_cmake=("-DLAMMPS_SOURCE_DIR=$lammps_source" "${mpi_cmake[@]}")
}
mpi_version() { dpkg-query -W -f '${Version}' libopenmpi-dev 2>/dev/null || true; }

lammps_is_there() { is_built "$lammps_root" && [[ -e $lammps_mpi/mpirun ]]; }

# Besides bin/ and lib/ stays what the plugin is compiled against: source/src, and build/ with LAMMPS' CMake cache and
# compile_commands.json, which tell the definitions that LAMMPS was compiled with.
make_lammps() {
  local build=$lammps_root/build
  link_mpi
  is_built "$lammps_root" && return 0
  [[ -n $lammps_source_version ]] || lammps_source_version=$(newest_source)
  unpack lammps "$lammps_source_version" "$lammps_source" \
    LICENSE README src cmake doc/lammps.1 examples/plugins
  mkdir -p "$lammps_source"/{potentials,bench} # are installed, empty; the second by LAMMPS of 2026
  run_step "LAMMPS $lammps_source_version, configuration" "$deps/logs/lammps-configure.log" \
    cmake -S "$lammps_source/cmake" -B "$build" -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" \
    "-DCMAKE_INSTALL_PREFIX=$lammps_root" "-DKokkos_ROOT=$kokkos_root" "${mpi_cmake[@]}" "${lammps_options[@]}"
  note "LAMMPS takes some 9 minutes on two processors, this once"
  run_step "LAMMPS $lammps_source_version" "$deps/logs/lammps-build.log" ninja -C "$build" -j "$jobs" install
  find "$build" -mindepth 1 -maxdepth 1 ! -name CMakeCache.txt ! -name compile_commands.json ! -name styles -exec rm -rf {} +
  touch "$lammps_root/.complete"
}

newest_source() {
  local version
  enable_sources >&2
  version=$(source_versions lammps | tail -n 1 | sed 's/^[0-9]*://; s/-[^-]*$//')
  ((${version:0:4} >= 2026)) || die "LAMMPS of 2026 is not among the sources of this machine's apt suites (found '$version'); $own_lammps"
  printf '%s' "$version"
}

# mpirun may be another MPI's where Debian has several
link_mpi() {
  local name
  mkdir -p "$lammps_mpi"
  for name in mpirun mpiexec; do
    ln -sf "$(command -v "$name.openmpi")" "$lammps_mpi/$name"
  done
}
