# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: GPL-2.0-only
# How LAMMPS was compiled, read from its source tree and build folder, or from an installation alone
# (lammps_installed.cmake); a plugin compiled otherwise crashes. Sets
#   LAMMPS_VERSION_NUMBER         yyyymmdd
#   LAMMPS_VERSION_TEXT           as LAMMPS writes it, such as 29 Sep 2021
#   LAMMPS_DEFINITIONS            list, without -D
#   LAMMPS_INCLUDE_DIRS           src, src/KOKKOS where built with it, the folder of mpi.h
#   LAMMPS_HAS_KOKKOS             built with the KOKKOS package
#   LAMMPS_HAS_EXTERNAL_KOKKOS    … and with a Kokkos outside of LAMMPS
#   LAMMPS_EXECUTABLE, LAMMPS_LIBRARY, LAMMPS_MPIEXEC
include_guard()

set(months "" Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)  # 1 … 12

set(LAMMPS_PREFIX "" CACHE PATH "An installed LAMMPS; without LAMMPS_SOURCE_DIR the plain style alone is built for it")
set(LAMMPS_SOURCE_DIR "" CACHE PATH "LAMMPS' source tree, which holds src/version.h")
set(LAMMPS_BUILD_DIR "" CACHE PATH "LAMMPS' CMake build folder (default: build beside or in LAMMPS_SOURCE_DIR)")

set(lammps_prefix "")
if(LAMMPS_PREFIX)
  get_filename_component(lammps_prefix "${LAMMPS_PREFIX}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
  if(NOT LAMMPS_SOURCE_DIR)
    include(${CMAKE_CURRENT_LIST_DIR}/lammps_installed.cmake)
    return()
  endif()
endif()

get_filename_component(lammps_source "${LAMMPS_SOURCE_DIR}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
if(NOT LAMMPS_SOURCE_DIR OR NOT EXISTS ${lammps_source}/src/version.h)
  message(FATAL_ERROR "LAMMPS_SOURCE_DIR is '${LAMMPS_SOURCE_DIR}' (there is no src/version.h in it) "
                      "pass -DLAMMPS_SOURCE_DIR= with LAMMPS' source tree, or -DLAMMPS_PREFIX= with an installed LAMMPS")
endif()

set(lammps_build "")
if(LAMMPS_BUILD_DIR)
  get_filename_component(lammps_build "${LAMMPS_BUILD_DIR}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
else()
  foreach(folder ${lammps_source}/../build ${lammps_source}/build ${lammps_source}/../lammps-build)
    if(NOT lammps_build AND EXISTS ${folder}/CMakeCache.txt)
      get_filename_component(lammps_build ${folder} ABSOLUTE)
    endif()
  endforeach()
endif()
if(NOT EXISTS "${lammps_build}/CMakeCache.txt")
  message(FATAL_ERROR "LAMMPS_BUILD_DIR is '${LAMMPS_BUILD_DIR}' (no CMakeCache.txt tells how LAMMPS was compiled) "
                      "pass -DLAMMPS_BUILD_DIR= with the folder that LAMMPS was built in by CMake")
endif()

# "29 Sep 2021" -> 20210929
file(STRINGS ${lammps_source}/src/version.h lammps_version_line REGEX "LAMMPS_VERSION ")
if(NOT lammps_version_line MATCHES "\"([0-9]+) ([A-Z][a-z][a-z]) ([0-9]+)\"")
  message(FATAL_ERROR "${lammps_source}/src/version.h: no version like \"29 Sep 2021\" (found: ${lammps_version_line})")
endif()
set(day ${CMAKE_MATCH_1})
set(year ${CMAKE_MATCH_3})
list(FIND months ${CMAKE_MATCH_2} month)
set(LAMMPS_VERSION_TEXT "${CMAKE_MATCH_1} ${CMAKE_MATCH_2} ${CMAKE_MATCH_3}")
math(EXPR LAMMPS_VERSION_NUMBER "${year} * 10000 + ${month} * 100 + ${day}")

load_cache(${lammps_build} READ_WITH_PREFIX lammps_cache_
  PKG_KOKKOS EXTERNAL_KOKKOS PKG_PLUGIN BUILD_SHARED_LIBS BUILD_MPI LAMMPS_SIZES LAMMPS_EXCEPTIONS LAMMPS_MEMALIGN
  KOKKOS_PREC KOKKOS_LAYOUT MPI_CXX_COMPILER CMAKE_CXX_COMPILER)
foreach(needed PKG_PLUGIN BUILD_SHARED_LIBS)
  if(NOT lammps_cache_${needed})
    message(FATAL_ERROR "${lammps_build}: LAMMPS was configured with ${needed}=${lammps_cache_${needed}} "
                        "(it cannot load plugins) rebuild it with -D${needed}=ON")
  endif()
endforeach()
set(LAMMPS_HAS_KOKKOS ${lammps_cache_PKG_KOKKOS})
set(LAMMPS_HAS_EXTERNAL_KOKKOS OFF)
if(LAMMPS_HAS_KOKKOS AND lammps_cache_EXTERNAL_KOKKOS)
  set(LAMMPS_HAS_EXTERNAL_KOKKOS ON)
endif()

# The definitions: those that pair.cpp was compiled with, if the build recorded its commands, or else what LAMMPS'
# CMakeLists.txt makes of its options.
set(LAMMPS_DEFINITIONS "")
if(EXISTS ${lammps_build}/compile_commands.json)
  file(STRINGS ${lammps_build}/compile_commands.json lammps_command REGEX "\"command\".*/src/pair\\.cpp\"?,?$")
  string(REGEX MATCHALL " -D[^ \"]+" lammps_flags "${lammps_command}")
  foreach(flag ${lammps_flags})
    string(SUBSTRING ${flag} 3 -1 definition)
    if(NOT definition MATCHES "_EXPORTS$|^NDEBUG$")
      list(APPEND LAMMPS_DEFINITIONS ${definition})
    endif()
  endforeach()
endif()
if(NOT LAMMPS_DEFINITIONS)
  string(TOUPPER "${lammps_cache_LAMMPS_SIZES}" lammps_sizes)
  set(LAMMPS_DEFINITIONS LAMMPS_${lammps_sizes} OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX LMP_PLUGIN)
  if(lammps_cache_LAMMPS_MEMALIGN)
    list(APPEND LAMMPS_DEFINITIONS LAMMPS_MEMALIGN=${lammps_cache_LAMMPS_MEMALIGN})
  endif()
  if(lammps_cache_LAMMPS_EXCEPTIONS)
    list(APPEND LAMMPS_DEFINITIONS LAMMPS_EXCEPTIONS)
  endif()
  if(LAMMPS_HAS_KOKKOS)
    list(APPEND LAMMPS_DEFINITIONS LMP_KOKKOS)
    if(lammps_cache_KOKKOS_PREC)
      string(TOUPPER "LMP_KOKKOS_${lammps_cache_KOKKOS_PREC}_${lammps_cache_KOKKOS_PREC}" precision)
      string(REPLACE MIXED_MIXED SINGLE_DOUBLE precision ${precision})
      list(APPEND LAMMPS_DEFINITIONS ${precision})
    endif()
    if(lammps_cache_KOKKOS_LAYOUT)
      string(TOUPPER "LMP_KOKKOS_LAYOUT_${lammps_cache_KOKKOS_LAYOUT}" layout)
      list(APPEND LAMMPS_DEFINITIONS ${layout})
    endif()
  endif()
endif()

set(LAMMPS_INCLUDE_DIRS ${lammps_source}/src)
if(LAMMPS_HAS_KOKKOS)
  list(APPEND LAMMPS_INCLUDE_DIRS ${lammps_source}/src/KOKKOS)
endif()
if(lammps_cache_BUILD_MPI)
  # The headers of LAMMPS' MPI; its functions are in the process already.
  if(NOT MPI_CXX_COMPILER AND lammps_cache_MPI_CXX_COMPILER)
    set(MPI_CXX_COMPILER ${lammps_cache_MPI_CXX_COMPILER} CACHE FILEPATH "the MPI of LAMMPS")
  endif()
  set(MPI_CXX_SKIP_MPICXX ON)
  find_package(MPI REQUIRED COMPONENTS CXX)
  list(APPEND LAMMPS_INCLUDE_DIRS ${MPI_CXX_INCLUDE_DIRS})
else()
  list(APPEND LAMMPS_INCLUDE_DIRS ${lammps_source}/src/STUBS)
endif()

find_program(LAMMPS_EXECUTABLE lmp HINTS ${lammps_prefix}/bin ${lammps_build} ${lammps_build}/../bin NO_DEFAULT_PATH)
find_library(LAMMPS_LIBRARY NAMES lammps NO_DEFAULT_PATH
             HINTS ${lammps_prefix}/lib ${lammps_prefix}/lib64 ${lammps_build} ${lammps_build}/../lib)
find_program(LAMMPS_MPIEXEC NAMES mpirun mpiexec)
