// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz_columns.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/data/label_names.hpp"

#include <string_view>
#include <vector>

namespace tesseral::extxyz {
namespace {

std::vector<std::string> split_at_colons(std::string const& text) {
  std::vector<std::string> fields(1);
  for (char const c : text) {
    if (c == ':')
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

struct Property {
  std::string name, type;
  int width, column;

  // usual names are read in any case
  bool is(char const* usual_name, char const* wanted_type, int wanted_width) const {
    return is_same_name(name, usual_name) && has(wanted_type, wanted_width);
  }
  // Throws Error if not.
  bool has(char const* wanted_type, int wanted_width) const {
    require(type == wanted_type && width == wanted_width,
            "property " + name + " is " + type + ":" + std::to_string(width) + " (it must be " + wanted_type + ":" +
                std::to_string(wanted_width) + ") correct it or choose another key");
    return true;
  }
};

std::vector<Property> parse_properties(std::string const& text) {
  std::vector<std::string> const fields = split_at_colons(text);
  require(fields.size() % 3 == 0,
          "Properties=" + text + " cannot be understood (it is a list of name:type:columns) correct it");
  std::vector<Property> properties;
  int column = 0;
  for (std::size_t k = 0; k < fields.size(); k += 3) {
    std::string const& type = fields[k + 1];
    long long width = 0;
    require(parse_integer(fields[k + 2], width) && width >= 1 && width <= 10000 &&
                (type == "S" || type == "R" || type == "I" || type == "L"),
            "property " + fields[k] + ":" + type + ":" + fields[k + 2] +
                " cannot be understood (the type is S, R, I or L, the columns 1 or more) correct it");
    properties.push_back({fields[k], type, static_cast<int>(width), column});
    column += static_cast<int>(width);
  }
  return properties;
}

}  // namespace

Columns find_columns(std::string const& text, std::string const& forces_key) {
  Columns columns;
  int force = -1;
  for (Property const& property : parse_properties(text)) {
    columns.count = property.column + property.width;
    if (property.is("species", "S", 1))
      columns.symbol = property.column;
    else if (property.is("Z", "I", 1) || property.is("numbers", "I", 1))
      columns.atomic_number = property.column;
    else if (property.is("pos", "R", 3))
      columns.position = property.column;
    else if (forces_key.empty() ? property.is("forces", "R", 3) : property.name == forces_key && property.has("R", 3))
      columns.forces = property.column;
    else if (forces_key.empty() && property.is("force", "R", 3))
      force = property.column;
    else
      columns.unread.push_back(property.name);
  }
  if (columns.forces < 0) columns.forces = force;
  require(columns.position >= 0, "Properties have no pos:R:3 (atoms need positions) add that column");
  require(columns.symbol >= 0 || columns.atomic_number >= 0,
          "Properties have no species:S:1 (atoms need elements) add that column");
  return columns;
}

}  // namespace tesseral::extxyz
