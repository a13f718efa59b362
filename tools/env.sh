# shellcheck shell=bash
# source tools/env.sh (in bash or zsh): puts `tesseral` and `lmp` on PATH and sets LAMMPS_PLUGIN_PATH, so that
# `lmp -in FILE` and `mpirun -np 4 lmp -in FILE` know `pair_style tesseral`.
#   TESSERAL_BUILD   the build folder (default build/openmp beside tools/)
if [ -n "${ZSH_VERSION:-}" ]; then
  eval 'tesseral_tools=${${(%):-%x}:A:h}'
else
  tesseral_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fi
tesseral_build=$(realpath -m "${TESSERAL_BUILD:-${tesseral_tools%/*}/build/openmp}")

tesseral_prepend_path() {
  case ":$PATH:" in
    *":$1:"*) ;;
    *) PATH=$1:$PATH ;;
  esac
}

tesseral_prepend_path "$tesseral_build/bin"
if tesseral_found=$("$tesseral_tools/setup.sh" --print); then
  eval "$tesseral_found"
  export TESSERAL_KOKKOS_ROOT TESSERAL_LAMMPS_ROOT TESSERAL_LAMMPS_SOURCE
  tesseral_prepend_path "$tesseral_tools/bin"
fi
export PATH LAMMPS_PLUGIN_PATH="$tesseral_build/plugin"
[ -e "$tesseral_build/plugin/tesseralplugin.so" ] ||
  echo "note: $tesseral_build holds no pair style yet; build it with tools/demo.sh, or set TESSERAL_BUILD" >&2

unset -f tesseral_prepend_path
unset tesseral_tools tesseral_build tesseral_found
