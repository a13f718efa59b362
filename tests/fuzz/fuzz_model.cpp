// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "fuzz.hpp"
#include "hdf5_mutator.hpp"
#include "tesseral/model/model_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  using namespace tesseral;
  return fuzz::keeps_promise([&] { read_model("fuzz", std::string(reinterpret_cast<char const*>(bytes), size)); });
}
