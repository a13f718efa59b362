// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Named values of a file's group, for parts of the model that say themselves what a file holds of them. What a file is
/// made of does not appear here.
#pragma once

#include <string>

namespace tesseral {

class AttributeSource {
 public:
  virtual ~AttributeSource() = default;
  virtual bool has(std::string const& name) const = 0;
  // Each throws Error that names the attribute if it is missing or of another type.
  virtual int integer(std::string const& name) const = 0;
  virtual double real(std::string const& name) const = 0;
  virtual std::string text(std::string const& name) const = 0;
};

class AttributeSink {
 public:
  virtual ~AttributeSink() = default;
  virtual void integer(std::string const& name, int value) = 0;
  virtual void real(std::string const& name, double value) = 0;
  virtual void text(std::string const& name, std::string const& value) = 0;
};

}  // namespace tesseral
