// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Counts that no shipped potential shows; benchmarks/check_counts.py has those of shipped ones.
#include "tesseral/network/message/message_count.hpp"

#include <gtest/gtest.h>

#include <map>

namespace tesseral::test {
namespace {

constexpr int edges = 10;

std::map<std::string, OperationCount> counts_of(Architecture a, int channels) {
  a.channels = channels;
  ProductAlgorithms products(a.layers);
  for (auto& each : products) each.product = ProductAlgorithm::cp;
  std::map<std::string, OperationCount> counts;
  for (auto const& count : count_message(a, products, sizeof(double), edges)) counts[count.kernel] = count;
  return counts;
}

// Two layers, whose senders have 1 and 4 of the 16 (l, m) of a message, and whose paths share one radial function.
TEST(MessageCount, OneMatrixForEachEdgeAsOnPaper) {
  Architecture a;
  a.layers = 2;
  a.l_max = 3;
  a.l_hidden = 1;
  a.radial_weights = RadialWeights::shared;
  a.radial_hidden = {64};  // too many to be summed before channels appear
  auto counts = counts_of(a, 8), wider = counts_of(a, 16);
  ASSERT_EQ(counts.count("atomic_basis::forward"), 0u);

  constexpr double lm = 8 * sizeof(double), message = 16 * lm;  // bytes of 8 channels
  auto const& forward = counts["message::forward"];
  EXPECT_EQ(forward.streamed_bytes, (1 + 4) * lm + 2 * message + 2 * edges * (24 + 4));
  EXPECT_EQ(forward.gathered_bytes, edges * (1 + 4) * lm);
  auto const& backward = counts["message::backward"];
  EXPECT_EQ(backward.streamed_bytes,
            (1 + 2 * 4) * lm + 2 * message + edges * (2 * (3 * 24 + 2 * 4) + sizeof(EdgeIndex)));
  EXPECT_EQ(backward.gathered_bytes, 2 * edges * ((1 + 4) * lm + 2 * message));
  EXPECT_EQ(counts["message::turn"].streamed_bytes, 2 * 2 * message);
  for (std::string const direction : {"forward", "backward"})
    EXPECT_EQ(counts["radial_table::" + direction].gathered_bytes, 2 * edges * 6 * lm);

  // operations of 8 channels: what is done once per edge is the same in the wider network
  auto const of_channels = [&](std::string const& kernel) { return wider[kernel].flops - counts[kernel].flops; };
  EXPECT_EQ(of_channels("message::forward"), edges * 8 * (1 + 4) * (2 * 16 + 1));
  EXPECT_EQ(of_channels("message::backward"), edges * 8 * ((1 + 4) * (4 * 16 + 4) + 2 * (16 + 3)));
  EXPECT_EQ(of_channels("radial_table::forward"), edges * 8 * 2 * 10);
  EXPECT_EQ(of_channels("radial_table::backward"), edges * 8 * 2 * 20);
}

}  // namespace
}  // namespace tesseral::test
