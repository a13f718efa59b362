// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What `check` prints: a line for each thing it looked at, and a sum.
#pragma once

#include "tesseral/scans/scans.hpp"

#include <string>

namespace tesseral::cli {

class CheckReport {
 public:
  /// `value` must be at most `limit`.
  void line(std::string const& name, double value, double limit, std::string const& unit);
  /// One that did not pass is a failed check if it is promised, else a warning.
  void finding(scans::Finding const&);
  /// Prints how many checks passed, and how many warnings there are.
  void end(std::string const& model) const;
  int failed() const { return failed_; }

 private:
  int failed_ = 0;
  int checks_ = 1;  // that the file is valid
  int warnings_ = 0;
};

}  // namespace tesseral::cli
