// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/formula.hpp"

#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/model/elements.hpp"

#include <string_view>

namespace tesseral {
namespace {

// Cuts off what begins `text` and consists of `characters`.
std::string_view cut(std::string_view& text, char const* characters) {
  std::string_view const head = text.substr(0, text.find_first_not_of(characters));
  text.remove_prefix(head.size());
  return head;
}

}  // namespace

std::map<std::string, double> atomic_fractions(std::string const& formula) {
  std::map<std::string, double> fractions;
  double atoms = 0.0;
  for (std::string_view rest = formula; !rest.empty();) {
    std::string element(rest.substr(0, 1));
    rest.remove_prefix(1);
    element += cut(rest, "abcdefghijklmnopqrstuvwxyz");
    std::string_view const number = cut(rest, "0123456789.");
    double count = 1.0;
    if (atomic_number(element) == 0) return {};
    if (!number.empty() && (!extxyz::parse_number(number, count) || count <= 0.0)) return {};
    fractions[element] += count;
    atoms += count;
  }
  for (auto& entry : fractions) entry.second /= atoms;
  return fractions;
}

}  // namespace tesseral
