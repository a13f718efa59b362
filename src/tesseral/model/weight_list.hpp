// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The weight tensors of a network, as its parts add them one after the other.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tesseral {

/// One weight tensor of the network. Its numbers stand row-major at `offset` of the flat vector of all weights.
struct WeightTensor {
  std::string name;         // the dataset's path below /weights
  std::vector<int> shape;   //
  std::vector<bool> lane;   // per dimension: runs over channels or hidden units (padded to whole packs on a space)
  int matrix_rows = -1;     // index of the dimension that a linear map contracts, or -1 if this is no matrix;
                            // the dimensions behind it are the map's outputs, those before it count maps
  int species = -1;         // index of the dimension that runs over the model's elements, or -1
  double init_scale = 1.0;  // standard deviation of a fresh weight, and unit of an optimiser's step
  double init_value = 0.0;  // mean of a fresh weight
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// Gain that keeps the variance of silu's output for normally distributed input: 1/sqrt(<silu(x)^2>).
constexpr double silu_gain = 1.6765;

class WeightList {
 public:
  // Both return the tensor, which the next one may move.
  /// A linear map that contracts dimension `rows`: fresh weights give `gain` times the deviation of their input.
  WeightTensor& map(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows, double gain = 1.0);
  /// Numbers that multiply channels.
  WeightTensor& scale(std::string name, std::vector<int> shape, double deviation, double mean);

  std::vector<WeightTensor> tensors;

 private:
  WeightTensor& add(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows, double deviation,
                    double mean);
};

}  // namespace tesseral
