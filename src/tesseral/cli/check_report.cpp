// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/check_report.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace tesseral::cli {

void CheckReport::line(std::string const& name, double value, double limit, std::string const& unit) {
  finding({value <= limit, true,  // false of NaN too
           fmt::format("{}: {:.2g} (limit {:.0e}{}{})", name, value, limit, unit.empty() ? "" : " ", unit)},
          true);
}

void CheckReport::finding(Finding const& finding, bool model_promises) {
  bool const required = model_promises && finding.promised;
  checks_ += required ? 1 : 0;
  failed_ += required && !finding.passed ? 1 : 0;
  warnings_ += required || finding.passed ? 0 : 1;
  print(finding.passed ? "ok" : required ? "FAILED" : "warning", finding.text);
}

void CheckReport::end(std::string const& model) const {
  std::string const warnings = warnings_ == 0   ? ""
                               : warnings_ == 1 ? ", 1 warning"
                                                : fmt::format(", {} warnings", warnings_);
  if (failed_ == 0)
    fmt::print("{}: all {} checks passed{}\n", model, checks_, warnings);
  else
    fmt::print("{}: {} of {} checks failed{}\n", model, failed_, checks_, warnings);
}

void CheckReport::print(char const* status, std::string const& text) const {
  fmt::print("{:<7} {}\n", status, text);
  std::fflush(stdout);
}

}  // namespace tesseral::cli
