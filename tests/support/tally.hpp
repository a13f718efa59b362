// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A number that counts what is done to it: formulas of operation counts against the code itself.
#pragma once

namespace tesseral::test {

struct Tally {
  static inline int flops = 0;
  static inline int exponentials = 0;
  Tally() = default;
  Tally(double) {}
  Tally& operator+=(Tally) { return ++flops, *this; }
  Tally& operator-=(Tally) { return ++flops, *this; }
  friend Tally operator+(Tally, Tally) { return ++flops, Tally(); }
  friend Tally operator-(Tally, Tally) { return ++flops, Tally(); }
  friend Tally operator*(Tally, Tally) { return ++flops, Tally(); }
  friend Tally operator/(Tally, Tally) { return ++flops, Tally(); }
  friend Tally exp(Tally) { return ++exponentials, Tally(); }
};

}  // namespace tesseral::test
