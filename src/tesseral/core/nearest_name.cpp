// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/nearest_name.hpp"

#include <algorithm>
#include <vector>

namespace tesseral {

int edit_distance(std::string const& a, std::string const& b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = static_cast<int>(k);
  for (std::size_t n = 0; n < a.size(); ++n) {
    int diagonal = row[0];
    row[0] = static_cast<int>(n) + 1;
    for (std::size_t k = 0; k < b.size(); ++k) {
      int const replaced = diagonal + (a[n] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest_name(std::string const& word, std::set<std::string> const& names) {
  std::string best;
  int distance = std::max(2, static_cast<int>(word.size()) / 2) + 1;
  for (auto const& name : names) {
    int const edits = edit_distance(word, name);
    if (edits < distance) {
      distance = edits;
      best = name;
    }
  }
  return best;
}

}  // namespace tesseral
