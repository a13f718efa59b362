// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/symmetric_paths.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>

namespace tesseral {
namespace {

void require_degrees(int l_x, int l_z) {
  require(l_x >= 0 && l_x <= max_l_between && l_z >= 0 && l_z <= max_l_between,
          "a symmetric product of degree " + std::to_string(l_x) + " to " + std::to_string(l_z) +
              " (degrees are 0 to " + std::to_string(max_l_between) + ") choose others");
}

/// Values of couplings as polynomials of x, at points x: polynomials are dependent if their values are. Each has the
/// same few factors, so that few points will do; and one order of the result, since rotations bring it to all others.
class Polynomials {
  static constexpr int points = 32;
  using Values = std::array<double, points>;

 public:
  explicit Polynomials(int l_x) : x_((l_x + 1) * (l_x + 1)) {
    std::uint64_t state = 1;
    for (Values& values : x_)
      for (double& x : values) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x = static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
      }
  }

  /// Order 0 of ((x_l1 (x) x_l2)_l12 (x) x_l3)_l.
  Values of(TriplePath const& path) {
    auto const [l1, l2, l12, l3, l] = path;
    auto const& square = square_of(l1, l2, l12);
    Values result = {};
    for (CouplingTerm const& term : terms_of(l12, l3, l)) {
      if (term.m != l) continue;
      for (int p = 0; p < points; ++p) result[p] += term.value * square[term.m1][p] * x_[l3 * l3 + term.m2][p];
    }
    return result;
  }

  /// What is left of a polynomial beside those of a basis, which it joins unless nothing is left. Such are couplings
  /// of the same three degrees: others have no monomial in common with it.
  static bool join(Values values, std::vector<Values>& basis) {
    constexpr double nothing = 1e-8;
    double const whole = norm(values);
    for (int repeat = 0; repeat < 2; ++repeat)
      for (Values const& other : basis) {
        double product = 0.0;
        for (int p = 0; p < points; ++p) product += values[p] * other[p];
        for (int p = 0; p < points; ++p) values[p] -= product * other[p];
      }
    double const left = norm(values);
    if (whole < nothing || left < nothing * whole) return false;
    for (double& value : values) value /= left;
    basis.push_back(values);
    return true;
  }

  using Bases = std::map<std::array<int, 3>, std::vector<Values>>;  // of the degrees l1, l2, l3, sorted

 private:
  static double norm(Values const& values) {
    double sum = 0.0;
    for (double const value : values) sum += value * value;
    return std::sqrt(sum);
  }
  std::vector<CouplingTerm> const& terms_of(int l1, int l2, int l) {
    auto const [found, is_new] = terms_.try_emplace({l1, l2, l});
    if (is_new) found->second = gaunt_terms(l1, l2, l);
    return found->second;
  }
  std::vector<Values> const& square_of(int l1, int l2, int l12) {
    auto const [found, is_new] = squares_.try_emplace({l1, l2, l12});
    if (is_new) {
      found->second.resize(2 * l12 + 1);
      for (CouplingTerm const& term : terms_of(l1, l2, l12))
        for (int p = 0; p < points; ++p)
          found->second[term.m][p] += term.value * x_[l1 * l1 + term.m1][p] * x_[l2 * l2 + term.m2][p];
    }
    return found->second;
  }

  std::vector<Values> x_;  // [lm]
  std::map<PairPath, std::vector<CouplingTerm>> terms_;
  std::map<PairPath, std::vector<Values>> squares_;  // [m]
};

/// Independent triples to l, in the order of the list.
void add_independent(Polynomials& polynomials, int l_x, int l, std::vector<TriplePath>& triples) {
  Polynomials::Bases bases;
  for (int l12 = 0; l12 <= max_l_between; ++l12)
    for (int l3 = 0; l3 <= l_x; ++l3) {
      if (!is_gaunt_path(l12, l3, l)) continue;
      for (int l1 = 0; l1 <= l_x; ++l1)
        for (int l2 = l1; l2 <= l_x; ++l2) {
          if (!is_gaunt_path(l1, l2, l12)) continue;
          TriplePath const path = {l1, l2, l12, l3, l};
          std::array<int, 3> degrees = {l1, l2, l3};
          std::sort(degrees.begin(), degrees.end());
          if (Polynomials::join(polynomials.of(path), bases[degrees])) triples.push_back(path);
        }
    }
}

}  // namespace

std::vector<PairPath> symmetric_pairs(int l_x, int l_z) {
  require_degrees(l_x, l_z);
  std::vector<PairPath> pairs;
  for (int l = 0; l <= l_z; ++l)
    for (int l1 = 0; l1 <= l_x; ++l1)
      for (int l2 = l1; l2 <= l_x; ++l2)
        if (is_gaunt_path(l1, l2, l)) pairs.push_back({l1, l2, l});
  return pairs;
}

std::vector<TriplePath> symmetric_triples(int l_x, int l_z) {
  require_degrees(l_x, l_z);
  std::vector<TriplePath> triples;
  Polynomials polynomials(l_x);
  for (int l = 0; l <= l_z; ++l) {
    auto const add = [&](TriplePath const& path) {
      if (path[4] == l) triples.push_back(path);
    };
    if (l_x == 2 && l <= max_l_cheapest)
      std::for_each(std::begin(cheapest_triples_2), std::end(cheapest_triples_2), add);
    else if (l_x == 3 && l <= max_l_cheapest)
      std::for_each(std::begin(cheapest_triples_3), std::end(cheapest_triples_3), add);
    else
      add_independent(polynomials, l_x, l, triples);
  }
  return triples;
}

}  // namespace tesseral
