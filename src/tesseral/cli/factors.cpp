// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/factors/search/exact_factors.hpp"
#include "tesseral/factors/search/fit_factors.hpp"
#include "tesseral/model/factors_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace tesseral::cli {
namespace {

void print_factors(CpFactors const& factors) {
  fmt::print("{}, degrees {} {} -> {}, {}\n", name(factors.coupling), factors.l1, factors.l2, factors.l3,
             factors.fitted ? "fitted" : "exact");
  fmt::print("{:<22} {}\n", "rank", factors.rank);
  fmt::print("{:<22} {:.3e}\n", "relative error", factors.relative_error);
  fmt::print("{:<22} {:.3e}\n", "equivariance error", factors.equivariance_error);
  fmt::print("{:<22} {:.3g}\n", "amplification", amplification(factors));
}

// The errors that a file states are those of its factors.
int check_file(std::string const& path) {
  CpFactors const stated = read_factors(path);
  CpFactors measured = stated;
  measure_errors(measured);
  print_factors(measured);
  constexpr double rounding = 1e-13;
  auto const differ = [](double a, double b) { return std::abs(a - b) > 1e-6 * b + rounding; };
  bool const wrong = differ(stated.relative_error, measured.relative_error) ||
                     differ(stated.equivariance_error, measured.equivariance_error);
  fmt::print("{} the errors that the file states: {:.3e} and {:.3e}\n", wrong ? "FAILED  not" : "ok     ",
             stated.relative_error, stated.equivariance_error);
  return wrong;
}

// That of tensor decomposition networks.
int default_rank(std::array<int, 3> const& l) {
  int const largest = std::max({l[0], l[1], l[2], 1});
  return 7 * largest * largest;
}

}  // namespace

int factors(FactorOptions const& options) {
  if (!options.check.empty()) return check_file(options.check);
  require(options.coupling == name(Coupling::gaunt) || options.coupling == name(Coupling::clebsch_gordan),
          fmt::format("--coupling is '{}' (there are gaunt and clebsch_gordan) name one of them", options.coupling));
  require(options.l_max.size() == 1 || options.l_max.size() == 3,
          fmt::format("--l-max has {} degrees (one for x, y and z alike, or one for each) give 1 or 3",
                      options.l_max.size()));
  Coupling const coupling = options.coupling == name(Coupling::gaunt) ? Coupling::gaunt : Coupling::clebsch_gordan;
  std::array<int, 3> const l = {options.l_max.front(), options.l_max[options.l_max.size() / 2], options.l_max.back()};

  auto const begin = std::chrono::steady_clock::now();
  CpFactors result;
  if (options.exact || (coupling == Coupling::gaunt && options.rank == 0)) {
    ExactFactors const exact = exact_factors(coupling, l[0], l[1], l[2]);
    result = exact.factors;
    fmt::print("products of constants: even paths {}, odd paths {}\n", exact.even_products, exact.odd_products);
  } else {
    result = fit_factors(
        {coupling, l[0], l[1], l[2], options.rank > 0 ? options.rank : default_rank(l), options.seed, options.starts});
  }
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  print_factors(result);
  fmt::print("{:<22} {:.2f} s\n", "time", seconds);
  if (!options.out.empty()) write_factors(options.out, result);
  return 0;
}

}  // namespace tesseral::cli
