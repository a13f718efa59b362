# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: a LAMMPS that is there already, in the folder TESSERAL_LAMMPS: the prefix that it was installed
# to, or its source tree. Nothing is made; what CMake needs and does not find is said in one line.

lammps_packages() { :; }

set_lammps_paths() {
  local folder=$lammps_kind
  if [[ -e $folder/src/version.h ]]; then
    lammps_source=$folder
    lammps_root=$(first_with_lmp "$folder/build" "$folder/../build" "$folder/../lammps-build" "$folder/..") ||
      die "$folder holds LAMMPS' source, but no build/lmp (the plugin is compiled as LAMMPS was) build it there: cmake -S cmake -B build -D PKG_PLUGIN=ON -D BUILD_SHARED_LIBS=ON"
    lammps_cmake=("-DLAMMPS_SOURCE_DIR=$folder")
  else
    [[ -x $folder/bin/lmp || -x $folder/lmp ]] || missing_in "$folder" "bin/lmp"
    [[ -e $folder/include/lammps/pair.h ]] || missing_in "$folder" "include/lammps/pair.h"
    compgen -G "$folder/lib*/cmake/LAMMPS" >/dev/null || [[ -d $folder/cmake/LAMMPS ]] || missing_in "$folder" "lib/cmake/LAMMPS"
    lammps_root=$folder
    lammps_cmake=("-DLAMMPS_PREFIX=$folder")
  fi
}

missing_in() {
  die "$1 has neither src/version.h nor $2 (TESSERAL_LAMMPS is a source tree of LAMMPS or the prefix of a shared one) install LAMMPS there, or name another folder"
}

# first_with_lmp FOLDER…: the first folder that holds lmp or bin/lmp
first_with_lmp() {
  local folder
  for folder; do
    [[ ! -x $folder/lmp && ! -x $folder/bin/lmp ]] || { realpath "$folder" && return; }
  done
  return 1
}

lammps_is_there() { true; }
make_lammps() { :; }
