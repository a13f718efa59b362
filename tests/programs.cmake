# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# The test programs in C++: one for each folder of unit/, which links the libraries that this folder needs, so that a
# test is built in seconds and run by `bin/unit_FOLDER --gtest_filter=…`; one for laws/, one for teams/, one for device/. No
# file is listed here. `cmake --build … --target unit laws` builds what needs no LAMMPS.
find_package(GTest REQUIRED)

# What every test uses; tests/support and tests/reference are headers but for the sources named here.
add_library(tesseral_test_support INTERFACE)
target_include_directories(tesseral_test_support INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(tesseral_test_support INTERFACE tesseral tesseral_flags GTest::gtest)
# Tests of the model file damage files with HDF5 itself.
target_include_directories(tesseral_test_support SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS} ${HDF5_INCLUDE_DIRS})
target_link_libraries(tesseral_test_support INTERFACE ${HDF5_C_LIBRARIES})
add_library(tesseral_test_main OBJECT support/main.cpp support/source_folder.cpp)
target_link_libraries(tesseral_test_main PUBLIC tesseral_test_support)
set_source_files_properties(support/source_folder.cpp PROPERTIES COMPILE_DEFINITIONS TESSERAL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

set(TESSERAL_TEST_TIMEOUT 1800 CACHE STRING "Seconds after which a test program is ended")

# add_test_program(NAME LABEL THREADS n… SOURCES file… [LIBRARIES target…] [PROCESSORS n])
# One test for each number of OpenMP threads. Threads that wait leave the processor to others after a while, since there may
# be fewer processors than threads: after some 40 microseconds where each should have its own (after two the laws take 54 s
# instead of 33), after two where they share one. The program prints what fails, and how many of its tests ran.
function(add_test_program name label)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "PROCESSORS" "THREADS;SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE tesseral_test_main ${arg_LIBRARIES})
  string(REGEX REPLACE "^${label}_" "${label}." test ${name})
  foreach(threads ${arg_THREADS})
    set(processors ${threads})
    set(spins 20000)
    if(arg_PROCESSORS)
      set(processors ${arg_PROCESSORS})
      set(spins 1000)
    endif()
    add_test(NAME ${test}.threads_${threads} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${test}.threads_${threads} PROPERTIES
      LABELS ${label} PROCESSORS ${processors} TIMEOUT ${TESSERAL_TEST_TIMEOUT}
      ENVIRONMENT "OMP_NUM_THREADS=${threads};OMP_WAIT_POLICY=passive;GOMP_SPINCOUNT=${spins}")
  endforeach()
endfunction()

# ---- unit: what a folder needs besides the engine; files directly in unit/ are tests of the library's doors
if(TESSERAL_TRAINER)
  # imported targets that the libraries link are known in one folder only
  find_package(fmt REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(tomlplusplus REQUIRED)
  find_package(Eigen3 REQUIRED NO_MODULE)
  set(libraries_of_factors tesseral_factor_search)
  set(libraries_of_data tesseral_data)
  set(libraries_of_scans tesseral_train)
  set(libraries_of_train tesseral_train Eigen3::Eigen)
  set(libraries_of_cli tesseral_commands)
endif()
add_custom_target(unit)
file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES TRUE RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/unit unit/*)
file(GLOB sources_of_doors CONFIGURE_DEPENDS unit/*.test.cpp)
foreach(folder ${folders} doors)
  if(NOT folder STREQUAL doors)
    file(GLOB_RECURSE sources_of_${folder} CONFIGURE_DEPENDS unit/${folder}/*.test.cpp)
  endif()
  if(NOT TESSERAL_TRAINER)
    list(FILTER sources_of_${folder} EXCLUDE REGEX "/unit/(data|scans|train|cli|factors/search)/")
  endif()
  if(sources_of_${folder})
    add_test_program(unit_${folder} unit THREADS 1 2 SOURCES ${sources_of_${folder}} LIBRARIES ${libraries_of_${folder}})
    add_dependencies(unit unit_${folder})
  endif()
endforeach()
target_sources(unit_model PRIVATE support/allocation_peak.cpp)
# GCC 12 warns of the AVX-512 intrinsics that Eigen calls.
set_source_files_properties(unit/factors/search/cp_problem.test.cpp unit/factors/search/decomposition_theorems.test.cpp
                            unit/train/newton_schulz.test.cpp
                            PROPERTIES COMPILE_OPTIONS "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-array-bounds>")

# ---- laws
file(GLOB sources_of_laws CONFIGURE_DEPENDS laws/*.test.cpp)
add_test_program(laws laws THREADS 1 2 SOURCES ${sources_of_laws})
add_executable(tesseral_print_bits laws/print_bits.cpp)
target_link_libraries(tesseral_print_bits PRIVATE tesseral_test_support)
add_dependencies(laws tesseral_print_bits)
add_test(NAME laws.thread_count_keeps_every_bit
         COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:tesseral_print_bits>
                 -P ${CMAKE_CURRENT_SOURCE_DIR}/laws/compare_bits.cmake)
set_tests_properties(laws.thread_count_keeps_every_bit PROPERTIES LABELS laws PROCESSORS 3 TIMEOUT 600)

# ---- teams: several threads each, as on a device; Kokkos has them on hosts too, but not in its space of one thread. All
# threads share one processor.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LIBRARIES Kokkos::kokkos)
check_cxx_source_compiles("
  #include <Kokkos_Core.hpp>
  #if !defined(KOKKOS_ENABLE_OPENMP) && !defined(KOKKOS_ENABLE_THREADS)
  #error
  #endif
  int main() {}" TESSERAL_HOST_HAS_THREADS)
check_cxx_source_compiles("
  #include <Kokkos_Core.hpp>
  #if !defined(KOKKOS_ENABLE_CUDA) && !defined(KOKKOS_ENABLE_HIP) && !defined(KOKKOS_ENABLE_SYCL)
  #error
  #endif
  int main() {}" TESSERAL_KOKKOS_HAS_DEVICE)
unset(CMAKE_REQUIRED_LIBRARIES)
if(TESSERAL_HOST_HAS_THREADS)
  file(GLOB sources_of_teams CONFIGURE_DEPENDS teams/*.test.cpp)
  add_test_program(teams teams THREADS 4 PROCESSORS 1 SOURCES ${sources_of_teams} support/one_processor.cpp)
  set_tests_properties(teams.threads_4 PROPERTIES COST 60)  # seconds; begins before those that take less
endif()

# ---- device: a GPU against the host, where Kokkos has one
if(TESSERAL_KOKKOS_HAS_DEVICE)
  file(GLOB sources_of_device CONFIGURE_DEPENDS device/*.test.cpp)
  add_test_program(device device THREADS 1 SOURCES ${sources_of_device})
endif()

# ---- reference: the engine against the executable specification, for every architecture: models with self-tests by it
add_executable(tesseral_write_random_models reference/write_random_models.cpp)
target_link_libraries(tesseral_write_random_models PRIVATE tesseral_test_support)
add_executable(tesseral_write_products reference/write_products.cpp)
target_link_libraries(tesseral_write_products PRIVATE tesseral_test_support)
