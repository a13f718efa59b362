// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The files of a committee as users write them: one word, A.h5,B.h5.
#pragma once

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace tesseral {

/// Throws Error, which begins with `where`, if a name is empty or there twice.
inline std::vector<std::string> names_of_files(std::string const& where, std::string const& list) {
  std::vector<std::string> names;
  std::istringstream stream(list + ",");
  for (std::string name; std::getline(stream, name, ',');) {
    require(!name.empty(), where + "'" + list + "' (a file has no name) write A.h5,B.h5 without spaces");
    require(std::find(names.begin(), names.end(), name) == names.end(),
            where + "'" + list + "' (" + name + " is there twice) name each member of a committee once");
    names.push_back(name);
  }
  return names;
}

}  // namespace tesseral
