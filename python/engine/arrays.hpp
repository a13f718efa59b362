// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// NumPy arrays to structures, and results to NumPy arrays.
#pragma once

#include "tesseral/model/model_data.hpp"
#include "tesseral/potential.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <tuple>
#include <vector>

namespace tesseral::python {

template <class T, class Shape>
using Input = nanobind::ndarray<T const, Shape, nanobind::c_contig, nanobind::device::cpu>;

/// species [atom], positions [atom][3], cell [3][3], periodic [3].
using StructureArrays = std::tuple<Input<int, nanobind::ndim<1>>, Input<double, nanobind::shape<-1, 3>>,
                                   Input<double, nanobind::shape<3, 3>>, Input<bool, nanobind::shape<3>>>;

/// Needs no lock of the interpreter.
inline Structure structure_of(StructureArrays const& arrays) {
  auto const& [species, positions, cell, periodic] = arrays;
  Structure structure;
  structure.species.assign(species.data(), species.data() + species.size());
  structure.positions.resize(positions.shape(0));
  for (std::size_t i = 0; i < structure.positions.size(); ++i)
    std::copy_n(positions.data() + 3 * i, 3, structure.positions[i].begin());
  for (int d = 0; d < 3; ++d) {
    std::copy_n(cell.data() + 3 * d, 3, structure.cell[d].begin());
    structure.periodic[d] = periodic.data()[d];
  }
  return structure;
}

/// A new array that Python owns, for `fill` to fill.
template <class Fill>
nanobind::object new_array(std::initializer_list<std::size_t> shape, Fill const& fill) {
  std::size_t size = 1;
  for (std::size_t const n : shape) size *= n;
  auto* const data = new double[size];
  nanobind::capsule const owner(data, [](void* p) noexcept { delete[] static_cast<double*>(p); });
  fill(data);
  return nanobind::cast(nanobind::ndarray<nanobind::numpy, double>(data, shape, owner));
}

/// energy; energies [atom]; forces [atom][3]; virial [3][3]; virials [atom][6], xx yy zz xy xz yz; scalars
/// [atom][layers * channels] and expected errors [atom], or None.
inline nanobind::tuple tuple_of(StructureResult const& result) {
  std::size_t const n = result.energies.size();
  auto const rows = [](auto const& from) {
    return [&from](double* to) {
      for (auto const& row : from) to = std::copy(row.begin(), row.end(), to);
    };
  };
  auto const numbers = [n](std::vector<double> const& from, bool as_rows) -> nanobind::object {
    if (from.empty() && n > 0) return nanobind::none();
    auto const copy = [&from](double* to) { std::copy(from.begin(), from.end(), to); };
    return as_rows ? new_array({n, n > 0 ? from.size() / n : 0}, copy) : new_array({n}, copy);
  };
  return nanobind::make_tuple(
      result.energy, new_array({n}, [&](double* to) { std::copy(result.energies.begin(), result.energies.end(), to); }),
      new_array({n, 3}, rows(result.forces)), new_array({3, 3}, rows(result.virial)),
      new_array({n, 6}, rows(result.virials)), numbers(result.scalars, true), numbers(result.expected_errors, false));
}

}  // namespace tesseral::python
