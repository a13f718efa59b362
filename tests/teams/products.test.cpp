// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Tensor products do not depend on how many threads a team has.
#include "support/product_operands.hpp"
#include "support/team_sizes.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(TeamsOfProducts, KeepProductsAndTheirAdjoints) {
  // a whole tile of channels and a part of one; rules with both kinds of reflections
  for (int const l : {2, 5})
    for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast})
      for (ProductAlgorithm const algorithm : product_algorithms)
        for (int const terms : {0, 2}) {
          SCOPED_TRACE(std::string(name(algorithm)) + ", l " + std::to_string(l) + ", terms " + std::to_string(terms) +
                       (second == SecondOperand::broadcast ? ", shared" : ""));
          ProductSpec const spec{l, l, l, 5 * lanes_of<HostSpace, double>, second};
          ProductOperands const in(spec, 7, terms, 71);
          auto const product = make_gaunt_product<HostSpace, double>(spec, algorithm);
          expect_same_bits_for_all_team_sizes([&] {
            auto result = forward(product, in);
            auto const adjoints = backward(product, in, terms > 0 ? 3 : 0);
            for (auto const* part : {&adjoints.x, &adjoints.y, &adjoints.w_x, &adjoints.w_y, &adjoints.w_z})
              result.insert(result.end(), part->begin(), part->end());
            return result;
          });
        }
}

}  // namespace
}  // namespace tesseral::test
