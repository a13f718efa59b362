// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Lists of couplings that span all equivariant maps of second and third degree of one signal x, each once:
///
///     (x_l1 (x) x_l2)_l                    pairs (l1, l2, l), sorted by (l, l1, l2)
///     ((x_l1 (x) x_l2)_l12 (x) x_l3)_l     triples (l1, l2, l12, l3, l), sorted by (l, l12, l3, l1, l2)
///
/// with l1 <= l2 and (x) by Gaunt coefficients. Left-nested couplings are more than the maps they span: a list holds
/// independent ones. Couplings with odd sums in between add nothing.
#pragma once

#include "tesseral/sphere/gaunt_constant.hpp"

#include <array>
#include <vector>

namespace tesseral {

using PairPath = std::array<int, 3>;    // l1, l2, l
using TriplePath = std::array<int, 5>;  // l1, l2, l12, l3, l

/// Largest degree l12 between two products.
constexpr int max_l_between = 6;

/// All pairs with l1 <= l2 <= l_x and l <= l_z.
std::vector<PairPath> symmetric_pairs(int l_x, int l_z);

/// As many triples with l1, l2, l3 <= l_x and l <= l_z as the maps have dimensions; of l_x = 6 to l = 5 and 6, which
/// would need l12 = 7, all but one each. The degrees l <= l_z' < l_z stand first and are symmetric_triples(l_x, l_z').
/// Those of l_x = 2 and 3 with l <= 2 are the tables below; else small degrees l12 are preferred. Degrees at most
/// max_l_between.
std::vector<TriplePath> symmetric_triples(int l_x, int l_z);

/// The triples that take the fewest multiplications, by a search over all choices of one l3 for each l12 and l.
inline constexpr TriplePath cheapest_triples_2[] = {
    {0, 0, 0, 0, 0}, {1, 1, 0, 0, 0}, {2, 2, 0, 0, 0}, {1, 1, 2, 2, 0}, {2, 2, 2, 2, 0},                  // l = 0
    {0, 0, 0, 1, 1}, {1, 1, 0, 1, 1}, {2, 2, 0, 1, 1}, {0, 1, 1, 2, 1}, {1, 2, 1, 2, 1},                  // l = 1
    {0, 0, 0, 2, 2}, {1, 1, 0, 2, 2}, {2, 2, 0, 2, 2}, {0, 1, 1, 1, 2}, {1, 2, 1, 1, 2}, {2, 2, 2, 0, 2}  // l = 2
};
inline constexpr TriplePath cheapest_triples_3[] = {
    // l = 0
    {0, 0, 0, 0, 0},
    {1, 1, 0, 0, 0},
    {2, 2, 0, 0, 0},
    {3, 3, 0, 0, 0},
    {1, 1, 2, 2, 0},
    {1, 3, 2, 2, 0},
    {2, 2, 2, 2, 0},
    {3, 3, 2, 2, 0},
    // l = 1
    {0, 0, 0, 1, 1},
    {1, 1, 0, 1, 1},
    {2, 2, 0, 1, 1},
    {3, 3, 0, 1, 1},
    {0, 1, 1, 2, 1},
    {1, 2, 1, 2, 1},
    {2, 3, 1, 2, 1},
    {0, 2, 2, 3, 1},
    {1, 1, 2, 3, 1},
    {1, 3, 2, 3, 1},
    {2, 2, 2, 3, 1},
    {3, 3, 2, 3, 1},
    // l = 2
    {0, 0, 0, 2, 2},
    {1, 1, 0, 2, 2},
    {2, 2, 0, 2, 2},
    {3, 3, 0, 2, 2},
    {0, 1, 1, 3, 2},
    {1, 2, 1, 3, 2},
    {2, 3, 1, 3, 2},
    {1, 1, 2, 0, 2},
    {2, 2, 2, 0, 2},
    {3, 3, 2, 0, 2},
    {1, 2, 3, 1, 2},
    {2, 3, 3, 1, 2},
    {1, 3, 4, 2, 2},
    {3, 3, 4, 2, 2},
};
constexpr int max_l_cheapest = 2;  // largest l of the tables

}  // namespace tesseral
