// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/weight_list.hpp"

#include <cmath>
#include <utility>

namespace tesseral {

WeightTensor& WeightList::map(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows, double gain) {
  double const fan_in = shape[rows];
  return add(std::move(name), std::move(shape), std::move(lane), rows, gain / std::sqrt(fan_in), 0.0);
}

WeightTensor& WeightList::scale(std::string name, std::vector<int> shape, double deviation, double mean) {
  std::vector<bool> lane(shape.size(), false);
  lane.back() = true;
  return add(std::move(name), std::move(shape), std::move(lane), -1, deviation, mean);
}

WeightTensor& WeightList::add(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows,
                              double deviation, double mean) {
  WeightTensor tensor;
  tensor.name = std::move(name);
  tensor.shape = std::move(shape);
  tensor.lane = std::move(lane);
  tensor.matrix_rows = rows;
  tensor.init_scale = deviation;
  tensor.init_value = mean;
  tensor.size = 1;
  for (int extent : tensor.shape) tensor.size *= extent;
  tensor.offset = tensors.empty() ? 0 : tensors.back().offset + tensors.back().size;
  tensors.push_back(std::move(tensor));
  return tensors.back();
}

}  // namespace tesseral
