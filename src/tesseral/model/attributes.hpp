// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Named values of a file's group, for parts of the model that say themselves what a file holds of them. What a file is
/// made of does not appear here.
#pragma once

#include <string>
#include <vector>

namespace tesseral {

class AttributeSource {
 public:
  virtual ~AttributeSource() = default;
  virtual bool has(std::string const& name) const = 0;
  // Each throws Error that names the attribute if it is missing or of another type.
  virtual int integer(std::string const& name) const = 0;
  virtual double real(std::string const& name) const = 0;
  virtual std::string text(std::string const& name) const = 0;
  /// A list, or the rows of a table of this many columns one after the other.
  virtual std::vector<int> integers(std::string const& name, int columns = 1) const = 0;
};

class AttributeSink {
 public:
  virtual ~AttributeSink() = default;
  virtual void integer(std::string const& name, int value) = 0;
  virtual void real(std::string const& name, double value) = 0;
  virtual void text(std::string const& name, std::string const& value) = 0;
  virtual void integers(std::string const& name, std::vector<int> const& values, int columns = 1) = 0;
};

}  // namespace tesseral
