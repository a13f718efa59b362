// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Features between the tests' unpadded host arrays [atom][lm][channel] and a space's padded rows.
#pragma once

#include "support/spaces.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/network/weights/model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tesseral::test {

/// Rows with `lms` degrees and orders of `channels`; what pads them is zero.
template <class Space>
Features<double, Space> to_features(std::vector<double> const& values, int lms, int channels) {
  int const n = static_cast<int>(values.size()) / (lms * channels), width = padded<Space, double>(channels);
  Features<double, Space> features("test::features", n, lms * width);
  auto const host = Kokkos::create_mirror_view(features);
  for (int i = 0; i < n; ++i)
    for (int lm = 0; lm < lms; ++lm)
      for (int c = 0; c < channels; ++c) host(i, lm * width + c) = values[(i * lms + lm) * channels + c];
  Kokkos::deep_copy(features, host);
  return features;
}

/// The way back. What pads the rows must still be zero, or the sum of its absolute values at most `padding_limit`.
template <class Space>
std::vector<double> from_features(Features<double, Space> const& features, int lms, int channels,
                                  double padding_limit = 0.0) {
  int const width = padded<Space, double>(channels);
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), features);
  std::vector<double> values;
  double padding = 0.0;
  for (std::size_t i = 0; i < host.extent(0); ++i)
    for (int lm = 0; lm < lms; ++lm)
      for (int c = 0; c < width; ++c) {
        double const x = host(i, lm * width + c);
        if (c < channels) {
          values.push_back(x);
        } else {
          padding += std::abs(x);
        }
      }
  EXPECT_LE(padding, padding_limit) << "the padding of features is not zero";
  return values;
}

/// An empty gradient for a number of workers, [worker][padded weight].
template <class Space>
Array2<double, Space> worker_gradients(Model<Space, double> const& model, int workers) {
  return Array2<double, Space>("test::weight_adj", workers, model.values().extent(0));
}

/// The workers' sum in the order of ModelData::weights.
template <class Space>
std::vector<double> sum_of_workers(Model<Space, double> const& model, Array2<double, Space> const& weight_adj) {
  auto const values = to_host(weight_adj);
  std::size_t const n = weight_adj.extent(1);
  std::vector<double> sum(n, 0.0), gradient(weight_count(weight_tensors(model.architecture())), 0.0);
  for (std::size_t k = 0; k < values.size(); ++k) sum[k % n] += values[k];
  model.add_gradient_to_host(to_space<Space>(sum), gradient);
  return gradient;
}

}  // namespace tesseral::test
