// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/clebsch_gordan.hpp"

#include <cmath>
#include <complex>
#include <cstdlib>

namespace tesseral {
namespace {

using Complex = std::complex<double>;

// <l1 m1, l2 m2 | l m> for m >= 0, [m][m1 + l1]; m2 = m - m1. The highest state from J+ |l l> = 0, the others by J-.
class ComplexCoefficients {
 public:
  ComplexCoefficients(int l1, int l2, int l) : l1_(l1), l2_(l2), rows_(l + 1, std::vector<double>(2 * l1 + 1, 0.0)) {
    double norm2 = 0.0, value = 1.0;
    for (int m1 = l1; m1 >= -l1 && l - m1 <= l2; --m1) {
      rows_[l][m1 + l1] = value;
      norm2 += value * value;
      int const m2 = l - m1 + 1;
      value *= -std::sqrt((l2 + m2) * (l2 - m2 + 1.0) / ((l1 + m1) * (l1 - m1 + 1.0)));
    }
    for (double& entry : rows_[l]) entry /= std::sqrt(norm2);
    for (int m = l - 1; m >= 0; --m)
      for (int m1 = -l1; m1 <= l1; ++m1) {
        int const m2 = m - m1;
        if (std::abs(m2) > l2) continue;
        rows_[m][m1 + l1] = (std::sqrt((l1 - m1) * (l1 + m1 + 1.0)) * (*this)(m1 + 1, m + 1) +
                             std::sqrt((l2 - m2) * (l2 + m2 + 1.0)) * (*this)(m1, m + 1)) /
                            std::sqrt((l + m + 1.0) * (l - m));
      }
  }

  double operator()(int m1, int m) const {
    return std::abs(m1) > l1_ || std::abs(m - m1) > l2_ ? 0.0 : rows_[m][m1 + l1_];
  }

 private:
  int l1_, l2_;
  std::vector<std::vector<double>> rows_;
};

double parity(int n) { return n % 2 == 0 ? 1.0 : -1.0; }

// conj(U): real harmonic of order `real` from the complex one of order m = ±real.
Complex conjugate_unitary(int real, int m) {
  if (real == 0) return 1.0;
  Complex const value = real > 0 ? Complex(std::sqrt(0.5), 0.0) : Complex(0.0, std::sqrt(0.5));
  if (m > 0) return parity(m) * value;
  return real > 0 ? value : -value;
}

Complex power_of_i(int n) {
  constexpr int real[] = {1, 0, -1, 0};
  return {double(real[n % 4]), double(real[(n + 3) % 4])};
}

}  // namespace

std::vector<CouplingTerm> clebsch_gordan_terms(int l1, int l2, int l) {
  // Nonzero coefficients of degrees up to 10 are above 4e-4; rounding leaves zeros at about 1e-16.
  constexpr double zero = 1e-13;
  std::vector<CouplingTerm> terms;
  if (l < std::abs(l1 - l2) || l > l1 + l2) return terms;
  ComplexCoefficients const complex(l1, l2, l);
  Complex const phase = power_of_i(l1 + l2 + l);
  auto const wigner_3j = [&](int m1, int m2) {
    int const m = m1 + m2;
    double const value = m >= 0 ? complex(m1, m) : parity(l1 + l2 - l) * complex(-m1, -m);
    return parity(l1 - l2 + m) * value / std::sqrt(2.0 * l + 1.0);
  };
  for (int c = -l; c <= l; ++c)
    for (int a = -l1; a <= l1; ++a)
      for (int b = -l2; b <= l2; ++b) {
        Complex sum = 0.0;
        for (int const m1 : {a, -a}) {
          for (int const m2 : {b, -b}) {
            if (std::abs(m1 + m2) == std::abs(c))
              sum += wigner_3j(m1, m2) * conjugate_unitary(a, m1) * conjugate_unitary(b, m2) *
                     conjugate_unitary(c, -m1 - m2);
            if (b == 0) break;
          }
          if (a == 0) break;
        }
        double const value = (phase * sum).real();
        if (std::abs(value) > zero) terms.push_back({a + l1, b + l2, c + l, value});
      }
  return terms;
}

}  // namespace tesseral
