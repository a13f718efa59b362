# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# Rules of the source tree that a compiler or a script can check.
add_python_test(includes_go_up_the_data_flow style
                ${CMAKE_CURRENT_SOURCE_DIR}/style/include_direction.py ${PROJECT_SOURCE_DIR}/src/tesseral)

# The layout of the code, and the links of the pages.
add_python_test(code_is_formatted style ${CMAKE_CURRENT_SOURCE_DIR}/style/format.py ${PROJECT_SOURCE_DIR})
set_tests_properties(style.code_is_formatted PROPERTIES SKIP_RETURN_CODE 77)
add_python_test(links_lead_somewhere style ${CMAKE_CURRENT_SOURCE_DIR}/style/links.py ${PROJECT_SOURCE_DIR})

# Each header compiles alone, and twice. Built by its test only, since nobody else needs the objects. Kokkos, which is most
# of the work, is compiled once for the folders that use it; that a header there includes it is for include_direction.py.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/src/*.hpp)
if(NOT TESSERAL_TRAINER)
  list(FILTER headers EXCLUDE REGEX "^tesseral/(data|train|cli|factors/search)/")
endif()
set(headers_kokkos ${headers})
list(FILTER headers_kokkos INCLUDE REGEX "^tesseral/(core|sphere|graph|tensor_product|network|forces)/")
set(headers_plain ${headers})
list(FILTER headers_plain EXCLUDE REGEX "^tesseral/(core|sphere|graph|tensor_product|network|forces)/")
add_custom_target(tesseral_headers)
foreach(kind kokkos plain)
  set(header_sources)
  foreach(header ${headers_${kind}})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/headers/${header}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"@header@\"\n#include \"@header@\"\n" @ONLY)
    list(APPEND header_sources ${source})
  endforeach()
  set(target tesseral_headers_${kind})
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${header_sources})
  target_compile_options(${target} PRIVATE -O0)
  target_include_directories(${target} PRIVATE ${HDF5_C_INCLUDE_DIRS} ${HDF5_INCLUDE_DIRS})
  target_link_libraries(${target} PRIVATE tesseral tesseral_flags)
  if(TESSERAL_TRAINER)
    target_link_libraries(${target} PRIVATE tesseral_train tesseral_factor_search fmt::fmt CLI11::CLI11
                          tomlplusplus::tomlplusplus)
  endif()
  add_dependencies(tesseral_headers ${target})
endforeach()
target_precompile_headers(tesseral_headers_kokkos PRIVATE <Kokkos_Core.hpp>)
add_test(NAME style.headers_are_self_contained
         COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target tesseral_headers --parallel 2)
set_tests_properties(style.headers_are_self_contained PROPERTIES LABELS style PROCESSORS 2 TIMEOUT 900)

# What tools/check-cuda.sh makes of a compiler's answers; the compiler itself takes too long for a test.
add_python_test(check_cuda_judges_the_compiler style ${CMAKE_CURRENT_SOURCE_DIR}/style/check_cuda.py ${PROJECT_SOURCE_DIR})
