# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: GPL-2.0-only
# Found by find_package(Kokkos) with -DKokkos_DIR=plugin/kokkos_of_lammps: Kokkos::kokkos is the Kokkos that LAMMPS brought
# and was built with, so that the process of LAMMPS holds no second one, which would crash.
include(${CMAKE_CURRENT_LIST_DIR}/../lammps_build.cmake)

if(NOT LAMMPS_HAS_KOKKOS OR LAMMPS_HAS_EXTERNAL_KOKKOS)
  message(FATAL_ERROR "${lammps_build}: this LAMMPS contains no Kokkos of its own (PKG_KOKKOS=${LAMMPS_HAS_KOKKOS}, "
                      "EXTERNAL_KOKKOS=${LAMMPS_HAS_EXTERNAL_KOKKOS}) pass -DKokkos_ROOT= with an installed Kokkos instead")
endif()
set(kokkos_source ${lammps_source}/lib/kokkos)
file(GLOB kokkos_config_folder ${lammps_build}/lib/kokkos/KokkosCore_config.h)
if(NOT kokkos_config_folder)
  message(FATAL_ERROR "${lammps_build}/lib/kokkos: no KokkosCore_config.h (LAMMPS' build folder must still be complete) "
                      "build LAMMPS there again")
endif()
get_filename_component(kokkos_config_folder ${kokkos_config_folder} DIRECTORY)

set(kokkos_include_dirs ${kokkos_config_folder})
foreach(folder core/src containers/src algorithms/src simd/src tpls/desul/include tpls/mdspan/include)
  if(EXISTS ${kokkos_source}/${folder})
    list(APPEND kokkos_include_dirs ${kokkos_source}/${folder})
  endif()
endforeach()
foreach(folder core/src desul tpls/desul/include)
  if(EXISTS ${kokkos_config_folder}/${folder})
    list(APPEND kokkos_include_dirs ${kokkos_config_folder}/${folder})
  endif()
endforeach()

# LAMMPS 29 Sep 2021 builds shared libraries beside liblammps.so. Later versions put static ones into liblammps.so, but
# only the parts that LAMMPS itself uses; behind liblammps.so the linker takes from the archives what is missing there, and
# nothing twice.
file(GLOB kokkos_libraries ${lammps_build}/lib/kokkos/*/src/libkokkos*.so)
if(NOT kokkos_libraries)
  file(GLOB kokkos_archives ${lammps_build}/lib/kokkos/*/src/libkokkos*.a)
  set(kokkos_libraries ${LAMMPS_LIBRARY} ${kokkos_archives})
endif()

# What device code is compiled with; Kokkos' own CMake package, which LAMMPS' build does not have, would tell.
set(kokkos_compile_options "")
set(kokkos_link_options "")
file(STRINGS ${kokkos_config_folder}/KokkosCore_config.h kokkos_device REGEX "^#define KOKKOS_ENABLE_(CUDA|HIP|SYCL)$")
if(kokkos_device MATCHES "HIP|SYCL")
  message(FATAL_ERROR "${lammps_build}: the Kokkos in this LAMMPS is for AMD or Intel GPUs (how its code is compiled is not known "
                      "here) build LAMMPS with EXTERNAL_KOKKOS and pass -DKokkos_ROOT=")
elseif(kokkos_device)
  if(NOT CMAKE_CXX_COMPILER MATCHES "nvcc_wrapper$")
    message(FATAL_ERROR "the compiler is ${CMAKE_CXX_COMPILER}, but the Kokkos in LAMMPS is for CUDA (device code needs nvcc) "
                        "configure afresh with -DCMAKE_CXX_COMPILER=${kokkos_source}/bin/nvcc_wrapper")
  endif()
  # the names of NVIDIA's architectures end with the compute capability: HOPPER90
  set(families "KEPLER|MAXWELL|PASCAL|VOLTA|TURING|AMPERE|ADA|HOPPER|BLACKWELL")
  file(STRINGS ${kokkos_config_folder}/KokkosCore_config.h kokkos_arch REGEX "^#define KOKKOS_ARCH_(${families})[0-9]+$")
  if(NOT kokkos_arch MATCHES "[A-Z]([0-9]+)$")
    message(FATAL_ERROR "${kokkos_config_folder}/KokkosCore_config.h: no architecture of a GPU (found: '${kokkos_arch}') "
                        "build LAMMPS with one, such as -DKokkos_ARCH_HOPPER90=ON")
  endif()
  set(kokkos_link_options -arch=sm_${CMAKE_MATCH_1})
  set(kokkos_compile_options --extended-lambda -Wext-lambda-captures-this ${kokkos_link_options})
endif()

if(NOT TARGET Kokkos::kokkos)
  add_library(Kokkos::kokkos INTERFACE IMPORTED)
  set_target_properties(Kokkos::kokkos PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${kokkos_include_dirs}"
    INTERFACE_COMPILE_DEFINITIONS KOKKOS_DEPENDENCE
    INTERFACE_COMPILE_OPTIONS "$<$<COMPILE_LANGUAGE:CXX>:${kokkos_compile_options}>"
    INTERFACE_LINK_OPTIONS "${kokkos_link_options}"
    INTERFACE_LINK_LIBRARIES "${kokkos_libraries};${CMAKE_DL_LIBS}")
  file(STRINGS ${kokkos_config_folder}/KokkosCore_config.h kokkos_openmp REGEX "^#define KOKKOS_ENABLE_OPENMP")
  if(kokkos_openmp)
    find_package(OpenMP REQUIRED COMPONENTS CXX)
    set_property(TARGET Kokkos::kokkos APPEND PROPERTY INTERFACE_LINK_LIBRARIES OpenMP::OpenMP_CXX)
  endif()
endif()
set(TESSERAL_KOKKOS_OF_LAMMPS ON)
