# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# Tests in Python: the executable specification of the model file judges the engine. Needs NumPy and h5py, which the
# distribution's own interpreter has where another one that comes first on the PATH may not.
find_package(Python3 COMPONENTS Interpreter)
if(NOT TESSERAL_PYTHON)
  foreach(candidate ${Python3_EXECUTABLE} /usr/bin/python3)
    execute_process(COMMAND ${candidate} -c "import numpy, h5py" RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    if(status EQUAL 0)
      set(TESSERAL_PYTHON ${candidate} CACHE FILEPATH "Python with NumPy and h5py, for the tests")
      break()
    endif()
  endforeach()
endif()
if(NOT TESSERAL_PYTHON)
  message(FATAL_ERROR "no Python with numpy and h5py (the tests compare the engine with tests/reference) "
                      "install python3-numpy and python3-h5py, or pass -DTESSERAL_PYTHON=… or -DTESSERAL_TESTS=OFF")
endif()

function(add_python_test name label)
  add_test(NAME ${label}.${name} COMMAND ${TESSERAL_PYTHON} -B ${ARGN})
  set_tests_properties(${label}.${name} PROPERTIES LABELS ${label} TIMEOUT 900 ENVIRONMENT OMP_NUM_THREADS=1)
endfunction()

file(GLOB reference_tests CONFIGURE_DEPENDS reference/test_*.py)
foreach(script ${reference_tests})
  get_filename_component(name ${script} NAME_WE)
  add_python_test(${name} reference ${script})
endforeach()

# Tensor products by every algorithm of the engine, against the twins: tests/reference/twin_*.py.
add_python_test(products_agree_with_their_twins reference ${CMAKE_CURRENT_SOURCE_DIR}/reference/compare_products.py
                $<TARGET_FILE:tesseral_write_products>)

# Self-tests that the engine made, against the specification: random models of every architecture that the laws are
# tried on, and every shipped potential.
add_test(NAME reference.engine_agrees_with_reference_model
         COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:tesseral_write_random_models> -DPYTHON=${TESSERAL_PYTHON}
                 -DFOLDER=${CMAKE_CURRENT_BINARY_DIR}/random_models
                 -P ${CMAKE_CURRENT_SOURCE_DIR}/reference/check_random_models.cmake)
set_tests_properties(reference.engine_agrees_with_reference_model PROPERTIES LABELS reference TIMEOUT 900)
file(GLOB potentials CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/potentials/*.h5)
if(NOT potentials)
  message(FATAL_ERROR "no potentials/*.h5 (the tests judge each shipped potential) restore them from the repository")
endif()
foreach(potential ${potentials})
  get_filename_component(name ${potential} NAME_WE)
  add_python_test(potential_agrees_with_reference_model.${name} reference
                  ${CMAKE_CURRENT_SOURCE_DIR}/reference/reference_model.py ${potential})
  if(TARGET tesseral_program)
    add_test(NAME reference.potential_passes_check.${name} COMMAND tesseral_program check ${potential})
    set_tests_properties(reference.potential_passes_check.${name} PROPERTIES LABELS reference TIMEOUT 300
                         ENVIRONMENT OMP_NUM_THREADS=1)
  endif()
endforeach()
