// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "fuzz.hpp"
#include "hdf5_mutator.hpp"
#include "tesseral/model/factors_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  using namespace tesseral;
  fuzz::MemoryFile const file(bytes, size);
  return fuzz::keeps_promise([&] { read_factors(file.path()); });
}
