# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# cmake -DPROGRAM=… -DPYTHON=… -DFOLDER=… -P check_random_models.cmake: PROGRAM writes models with the engine's answers
# into FOLDER; fails unless reference_model.py gives the same for each.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${PROGRAM} ${FOLDER} RESULT_VARIABLE status)
file(GLOB models ${FOLDER}/*.h5)
if(NOT status EQUAL 0 OR NOT models)
  message(FATAL_ERROR "${PROGRAM} wrote no models (status ${status})")
endif()
foreach(model ${models})
  execute_process(COMMAND ${PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/reference_model.py ${model}
                  RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  message("${model}\n${log}")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "the engine and reference_model.py differ by more than 1e-10 eV, see the last column above")
  endif()
endforeach()
