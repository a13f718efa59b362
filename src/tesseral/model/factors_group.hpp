// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The group `factors` of potentials/FORMAT.md, read and written. Internal: included by factors_file.cpp and
/// model_file.cpp only.
#pragma once

#include "tesseral/factors/cp_factors.hpp"
#include "tesseral/model/hdf5_input.hpp"
#include "tesseral/model/hdf5_output.hpp"

#include <set>

namespace tesseral::hdf5 {

inline std::vector<double> read_factor(InputGroup const& group, char const* name, int rank, int degree) {
  hsize_t const rows = rank, columns = (degree + 1) * (degree + 1);
  Values const dataset = group.dataset(name);
  dataset.require_doubles({rows, columns});
  std::vector<double> values(rows * columns);
  dataset.read_doubles({rows, columns}, values.data());
  return values;
}

inline CpFactors read_factors(InputGroup const& group) {
  CpFactors factors;
  Values const coupling = group.attribute("coupling");
  std::string const kind = coupling.string();
  if (kind != name(Coupling::gaunt) && kind != name(Coupling::clebsch_gordan))
    fail(coupling.name(), "is " + quoted(kind), "must be 'gaunt' or 'clebsch_gordan'");
  factors.coupling = kind == name(Coupling::gaunt) ? Coupling::gaunt : Coupling::clebsch_gordan;
  factors.l1 = group.attribute("l1").integer();
  factors.l2 = group.attribute("l2").integer();
  factors.l3 = group.attribute("l3").integer();
  factors.rank = group.attribute("rank").integer();
  factors.relative_error = group.attribute("relative_error").real();
  factors.equivariance_error = group.attribute("equivariance_error").real();
  Values const fitted = group.attribute("fitted");
  int const flag = fitted.integer();
  if (flag != 0 && flag != 1) fail(fitted.name(), "is " + std::to_string(flag), "must be 0 or 1");
  factors.fitted = flag == 1;
  check_ranges(factors);
  std::set<std::string> const known = {"A", "B", "C"};
  for (hsize_t k = 0; k < group.member_count(); ++k)
    if (auto const member = group.member(k); known.count(member) == 0)
      fail("/factors", "holds " + quoted(member), "the datasets are A, B and C");
  factors.A = read_factor(group, "A", factors.rank, factors.l3);
  factors.B = read_factor(group, "B", factors.rank, factors.l1);
  factors.C = read_factor(group, "C", factors.rank, factors.l2);
  check(factors);
  return factors;
}

/// `factors` has passed check().
inline void write_factors(OutputGroup const& group, CpFactors const& factors) {
  group.attribute("coupling", std::string(name(factors.coupling)));
  group.attribute("l1", factors.l1);
  group.attribute("l2", factors.l2);
  group.attribute("l3", factors.l3);
  group.attribute("rank", factors.rank);
  group.attribute("relative_error", factors.relative_error);
  group.attribute("equivariance_error", factors.equivariance_error);
  group.attribute("fitted", factors.fitted ? 1 : 0);
  hsize_t const rank = factors.rank;
  group.dataset("A", {rank, factors.A.size() / rank}, factors.A.data());
  group.dataset("B", {rank, factors.B.size() / rank}, factors.B.data());
  group.dataset("C", {rank, factors.C.size() / rank}, factors.C.data());
}

}  // namespace tesseral::hdf5
