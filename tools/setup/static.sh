# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: static libraries of Kokkos and HDF5, from Debian's sources, for any processor of this
# architecture, which the Python package takes inside (python/dependencies.cmake): Debian's own are shared, or not made to
# be part of a shared library. Where Kokkos is not built here (kokkos.sh) there are none, and the package is for the
# machine that it is built on.
#   python_packages     what Debian has to install for the Python package
#   set_static_paths    sets static_root; empty: there are none
#   static_is_there, make_static

readonly hdf5_version=1.10.8

python_packages() { [[ $lammps_kind != none ]] || echo python3-dev python3-venv; }

set_static_paths() {
  [[ $kokkos_kind != built ]] || static_root=$deps/static-kokkos-$kokkos_version-hdf5-$hdf5_version-$(hash8 "$("$compiler" -dumpfullversion -dumpmachine)")
}

static_is_there() { [[ -z $static_root ]] || is_built "$static_root"; }

make_static() {
  local source=$static_root/source package
  rm -rf "$static_root"
  build_kokkos "$static_root" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DCMAKE_CXX_STANDARD=17 -DKokkos_CXX_STANDARD=17 -DKokkos_ENABLE_SERIAL=ON -DKokkos_ENABLE_OPENMP=ON -DCMAKE_INSTALL_LIBDIR=lib
  unpack hdf5 "$hdf5_version" "$source" '*'
  mkdir -p "$source/build"
  run_step "HDF5 $hdf5_version, configuration" "$deps/logs/hdf5-configure.log" \
    env -C "$source/build" ../configure "--prefix=$static_root" --disable-shared --enable-static --with-pic --disable-hl \
    --disable-tests --disable-tools --disable-parallel --without-szlib --enable-build-mode=production \
    --disable-dependency-tracking CFLAGS='-O2 -w'
  run_step "HDF5 $hdf5_version" "$deps/logs/hdf5-build.log" make -C "$source/build/src" -j "$jobs" install
  # the licences of all that gets inside
  mkdir -p "$static_root/licences"
  cp "$source/COPYING" "$static_root/licences/HDF5"
  cp "$deps/kokkos-source/packages/kokkos/LICENSE" "$static_root/licences/Kokkos"
  for package in libfmt-dev libcli11-dev libtomlplusplus-dev libeigen3-dev libgomp1; do
    cp "/usr/share/doc/$package/copyright" "$static_root/licences/$package"
  done
  rm -rf "$source"
  touch "$static_root/.complete"
}
