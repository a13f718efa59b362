// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "fuzz.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"
#include "tesseral/train/config.hpp"
#include "tesseral/train/network_factors.hpp"

// What the reader calls that takes long, or needs kernels' headers, and is no reading.
namespace tesseral {
namespace {
[[noreturn]] void refuse() { throw Error("not searched for (this is a test of reading) leave it out"); }
}  // namespace
CpFactors network_factors(int, FactorsSource const&, std::uint64_t) { refuse(); }
std::vector<PairPath> symmetric_pairs(int, int) { refuse(); }
std::vector<TriplePath> symmetric_triples(int, int) { refuse(); }
}  // namespace tesseral

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  using namespace tesseral;
  fuzz::MemoryFile const file(bytes, size);
  return fuzz::keeps_promise([&] { read_training_file(file.path(), ""); });
}
