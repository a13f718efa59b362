# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# What `cmake --install` puts where; docs/embedding.md tells how it is used. Nothing in it names a folder of this machine
# unless CMAKE_INSTALL_RPATH does: run paths are relative, and TesseralConfig.cmake finds the libraries beneath again.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET tesseral_program)
  install(TARGETS tesseral_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  file(RELATIVE_PATH tesseral_bin_to_lib /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
  set_target_properties(tesseral_program PROPERTIES INSTALL_RPATH "$ORIGIN/${tesseral_bin_to_lib};${CMAKE_INSTALL_RPATH}")
endif()
if(TARGET tesseralplugin)
  install(FILES ${PROJECT_SOURCE_DIR}/plugin/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME LICENSE.plugin)
  install(TARGETS tesseralplugin tesseral_pair_styles LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/tesseral)
  set_target_properties(tesseral_pair_styles PROPERTIES INSTALL_RPATH "$ORIGIN/..;${CMAKE_INSTALL_RPATH}")
endif()
# The Kokkos inside LAMMPS' build is no package that somebody else could find again, so neither is the library.
if(TESSERAL_KOKKOS_OF_LAMMPS)
  return()
endif()

set(tesseral_components engine)
set(tesseral_private_headers "/tesseral/cli$|/model/(hdf5_[a-z_]+|model_reader|model_writer|factors_group)\\.hpp$|/(toml|data)_section\\.hpp$")
install(TARGETS tesseral EXPORT TesseralEngineTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET tesseral_train)
  list(APPEND tesseral_components trainer)
  install(TARGETS tesseral_data tesseral_factor_search tesseral_train EXPORT TesseralTrainerTargets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
else()
  string(APPEND tesseral_private_headers "|/tesseral/(data|train|factors/search)$")
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/tesseral DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN *.hpp PATTERN *.h REGEX "${tesseral_private_headers}" EXCLUDE)
install(FILES ${PROJECT_BINARY_DIR}/include/tesseral/version.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tesseral)

# find_package(Tesseral)
set(tesseral_package ${CMAKE_INSTALL_LIBDIR}/cmake/Tesseral)
string(REPLACE ";" ", " tesseral_components_text "${tesseral_components}")
set(tesseral_kokkos Kokkos)
if(Kokkos_VERSION)
  set(tesseral_kokkos "Kokkos ${Kokkos_VERSION} EXACT")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/TesseralConfig.cmake.in ${PROJECT_BINARY_DIR}/cmake/TesseralConfig.cmake @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/TesseralConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/TesseralConfig.cmake ${PROJECT_BINARY_DIR}/cmake/TesseralConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindFFTW3.cmake DESTINATION ${tesseral_package})
install(EXPORT TesseralEngineTargets NAMESPACE Tesseral:: DESTINATION ${tesseral_package})
if(TARGET tesseral_train)
  install(EXPORT TesseralTrainerTargets NAMESPACE Tesseral:: DESTINATION ${tesseral_package})
endif()
