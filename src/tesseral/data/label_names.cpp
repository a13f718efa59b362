// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/label_names.hpp"

#include "tesseral/core/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tesseral {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters and digits alone, in lower case.
std::string folded(std::string_view name) {
  std::string result;
  for (char const c : name)
    if (c != '_' && c != '-' && c != ' ' && c != '.') result += lower(c);
  return result;
}

struct Word {
  char const* text;
  Meaning meaning;
};
// Whole names.
constexpr std::array<Word, 18> names = {{
    {"lattice", Meaning::cell},
    {"latticevectors", Meaning::cell},
    {"cell", Meaning::cell},
    {"cellvectors", Meaning::cell},
    {"unitcell", Meaning::cell},
    {"box", Meaning::cell},
    {"supercell", Meaning::cell},
    {"pbc", Meaning::periodicity},
    {"periodic", Meaning::periodicity},
    {"periodicity", Meaning::periodicity},
    {"boundary", Meaning::periodicity},
    {"e", Meaning::energy},
    {"etot", Meaning::energy},
    {"etotal", Meaning::energy},
    {"toten", Meaning::energy},
    {"f", Meaning::forces},
    {"gradient", Meaning::forces},
    {"pressuretensor", Meaning::stress},
}};
// Parts of names.
constexpr std::array<Word, 5> parts = {{
    {"energ", Meaning::energy},
    {"force", Meaning::forces},
    {"virial", Meaning::virial},
    {"stress", Meaning::stress},
    {"lattice", Meaning::cell},
}};
// Names that one letter may be wrong in.
constexpr std::array<Word, 6> misspelt = {{
    {"lattice", Meaning::cell},
    {"energy", Meaning::energy},
    {"forces", Meaning::forces},
    {"force", Meaning::forces},
    {"stress", Meaning::stress},
    {"virial", Meaning::virial},
}};

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

Meaning meaning_of(std::string const& name) {
  std::string const key = folded(name);
  for (Word const& word : names)
    if (key == word.text) return word.meaning;
  for (Word const& word : parts)
    if (key.find(word.text) != std::string::npos) return word.meaning;
  for (Word const& word : misspelt)
    if (edit_distance(key, word.text) == 1) return word.meaning;
  return Meaning::none;
}

std::optional<std::string> take_key(std::map<std::string, std::string>& pairs, std::string const& key, bool any_case) {
  auto found = pairs.find(key);
  if (found == pairs.end() && any_case)
    found = std::find_if(pairs.begin(), pairs.end(), [&](auto const& pair) { return is_same_name(pair.first, key); });
  if (found == pairs.end()) return std::nullopt;
  std::string value = std::move(found->second);
  pairs.erase(found);
  return value;
}

}  // namespace tesseral
