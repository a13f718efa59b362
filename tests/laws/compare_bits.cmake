# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
# cmake -DPROGRAM=… -P compare_bits.cmake: fails unless PROGRAM prints the same with 1, 2 and 3 threads.
set(ENV{OMP_WAIT_POLICY} passive)
set(ENV{GOMP_SPINCOUNT} 1000)
foreach(threads 1 2 3)
  set(ENV{OMP_NUM_THREADS} ${threads})
  execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed ERROR_VARIABLE log RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR printed STREQUAL "")
    message(FATAL_ERROR "${PROGRAM} failed with ${threads} threads (status ${status}): ${log}")
  endif()
  if(threads EQUAL 1)
    set(expected "${printed}")
  elseif(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${threads} threads and 1 thread give different bits (sums depend on their order): ${log}")
  endif()
endforeach()
