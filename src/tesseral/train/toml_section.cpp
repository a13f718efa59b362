// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/toml_section.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tesseral {
namespace {

std::string place(std::string const& file, toml::source_region const& source) {
  return fmt::format("{}, line {}", file, source.begin.line);
}

std::string suggestion(std::string const& word, std::set<std::string> const& names) {
  std::string const near = nearest_name(word, names);
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  return fmt::format("use one of: {}", fmt::join(names, ", "));
}

}  // namespace

TomlSection::TomlSection(std::string file, toml::table const& root, std::string name)
    : file_(std::move(file)), name_(std::move(name)) {
  toml::node const* const node = root.get(name_);
  if (node == nullptr) return;
  table_ = node->as_table();
  require(table_ != nullptr, fmt::format("{}: {} is a value (a section is expected) write it as [{}]",
                                         place(file_, node->source()), name_, name_));
}

toml::node const* TomlSection::find(std::string const& key) {
  known_.insert(key);
  return table_ == nullptr ? nullptr : table_->get(key);
}

void TomlSection::fail(toml::node const& node, std::string const& key, std::string const& expected) const {
  throw Error(fmt::format("{}: [{}] {} has a wrong value ({} is expected) correct it", place(file_, node.source()),
                          name_, key, expected));
}

bool TomlSection::has(std::string const& key) { return find(key) != nullptr; }

bool TomlSection::is_boolean(std::string const& key) {
  auto const* node = find(key);
  return node != nullptr && node->is_boolean();
}

void TomlSection::read(std::string const& key, std::string& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (!node->is_string()) fail(*node, key, "a text in quotes");
  value = node->as_string()->get();
}

void TomlSection::read(std::string const& key, bool& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (!node->is_boolean()) fail(*node, key, "true or false");
  value = node->as_boolean()->get();
}

void TomlSection::read(std::string const& key, int& value, int low, int high) {
  auto const* node = find(key);
  if (node == nullptr) return;
  std::string const expected = high == std::numeric_limits<int>::max() ? fmt::format("an integer of at least {}", low)
                                                                       : fmt::format("an integer {} to {}", low, high);
  if (!node->is_integer()) fail(*node, key, expected);
  std::int64_t const number = node->as_integer()->get();
  if (number < low || number > high) fail(*node, key, expected);
  value = static_cast<int>(number);
}

void TomlSection::read(std::string const& key, std::uint64_t& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (!node->is_integer() || node->as_integer()->get() < 0) fail(*node, key, "an integer of at least 0");
  value = static_cast<std::uint64_t>(node->as_integer()->get());
}

void TomlSection::read(std::string const& key, double& value, double low, double high) {
  auto const* node = find(key);
  if (node == nullptr) return;
  std::string const expected =
      std::isinf(high) ? fmt::format("a number of at least {}", low) : fmt::format("a number {} to {}", low, high);
  if (!node->is_number()) fail(*node, key, expected);
  double const number = *node->value<double>();
  if (!std::isfinite(number) || number < low || number > high) fail(*node, key, expected);
  value = number;
}

void TomlSection::read(std::string const& key, std::vector<int>& value, int low, int high) {
  auto const* node = find(key);
  if (node == nullptr) return;
  std::string const expected = fmt::format("a list of integers {} to {}", low, high);
  if (!node->is_array()) fail(*node, key, expected);
  value.clear();
  for (auto const& item : *node->as_array()) {
    if (!item.is_integer() || item.as_integer()->get() < low || item.as_integer()->get() > high)
      fail(*node, key, expected);
    value.push_back(static_cast<int>(item.as_integer()->get()));
  }
}

void TomlSection::read(std::string const& key, std::vector<std::string>& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (!node->is_array()) fail(*node, key, "a list of texts in quotes");
  value.clear();
  for (auto const& item : *node->as_array()) {
    if (!item.is_string()) fail(*node, key, "a list of texts in quotes");
    value.push_back(item.as_string()->get());
  }
}

void TomlSection::read_list(std::string const& key, std::vector<std::string>& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (node->is_string())
    value = {node->as_string()->get()};
  else
    read(key, value);
}

void TomlSection::read(std::string const& key, std::map<std::string, double>& value) {
  auto const* node = find(key);
  if (node == nullptr) return;
  if (!node->is_table()) fail(*node, key, "a table of numbers");
  value.clear();
  for (auto const& [name, item] : *node->as_table()) {
    std::string const entry(name.str());
    if (!item.is_number() || !std::isfinite(*item.value<double>())) fail(item, key + "." + entry, "a number");
    value[entry] = *item.value<double>();
  }
}

void TomlSection::read_choice(std::string const& key, int& value, std::vector<std::string> const& choices) {
  auto const* node = find(key);
  if (node == nullptr) return;
  std::string const expected = fmt::format("one of '{}'", fmt::join(choices, "', '"));
  if (!node->is_string()) fail(*node, key, expected);
  auto const found = std::find(choices.begin(), choices.end(), node->as_string()->get());
  if (found == choices.end()) fail(*node, key, expected);
  value = static_cast<int>(found - choices.begin());
}

void TomlSection::finish() const {
  if (table_ == nullptr) return;
  for (auto const& [name, node] : *table_) {
    std::string const key(name.str());
    if (known_.count(key) == 0)
      throw Error(fmt::format("{}: [{}] {} is unknown (there is no such key) {}", place(file_, node.source()), name_,
                              key, suggestion(key, known_)));
  }
}

void check_sections(std::string const& file, toml::table const& root, std::set<std::string> const& names) {
  for (auto const& [name, node] : root) {
    std::string const section(name.str());
    if (names.count(section) == 0)
      throw Error(fmt::format("{}: {} is unknown (there is no such section) {}", place(file, node.source()), section,
                              suggestion(section, names)));
  }
}

}  // namespace tesseral
