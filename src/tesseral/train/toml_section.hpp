// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One section of a TOML file, read key by key, so that keys nobody asked for are noticed. Internal to config.cpp.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tesseral {

class TomlSection {
 public:
  /// Section `name` of `root`; an absent one has no keys. Throws Error if `name` is a value.
  TomlSection(std::string file, toml::table const& root, std::string name);

  bool has(std::string const& key);
  /// Whether the key is there and true or false.
  bool is_boolean(std::string const& key);
  // Each sets `value` if the key is present. Throws Error if its type or range is wrong.
  void read(std::string const& key, std::string& value);
  void read(std::string const& key, bool& value);
  void read(std::string const& key, int& value, int low, int high);
  void read(std::string const& key, std::uint64_t& value);
  void read(std::string const& key, double& value, double low, double high);
  void read(std::string const& key, std::vector<int>& value, int low, int high);
  void read(std::string const& key, std::vector<std::string>& value);
  void read(std::string const& key, std::map<std::string, double>& value);
  /// A list of texts, or one text alone.
  void read_list(std::string const& key, std::vector<std::string>& value);
  /// One of `choices`; value becomes its index.
  void read_choice(std::string const& key, int& value, std::vector<std::string> const& choices);
  /// Throws Error if the section has a key that was never read.
  void finish() const;

 private:
  toml::node const* find(std::string const& key);
  [[noreturn]] void fail(toml::node const& node, std::string const& key, std::string const& expected) const;

  std::string file_;
  std::string name_;
  toml::table const* table_ = nullptr;
  std::set<std::string> known_;
};

/// Throws Error if `root` has a section that is not in `names`.
void check_sections(std::string const& file, toml::table const& root, std::set<std::string> const& names);

}  // namespace tesseral
