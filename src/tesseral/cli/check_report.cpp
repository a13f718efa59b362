// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/check_report.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace tesseral::cli {

void CheckReport::line(std::string const& name, double value, double limit, std::string const& unit) {
  finding({value <= limit, true,  // false of NaN too
           fmt::format("{}: {:.2g} (limit {:.0e}{}{})", name, value, limit, unit.empty() ? "" : " ", unit)});
}

void CheckReport::finding(scans::Finding const& finding) {
  checks_ += finding.promised ? 1 : 0;
  failed_ += finding.promised && !finding.passed ? 1 : 0;
  warnings_ += finding.promised || finding.passed ? 0 : 1;
  fmt::print("{:<7} {}\n", finding.passed ? "ok" : finding.promised ? "FAILED" : "warning", finding.text);
  std::fflush(stdout);
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

}  // namespace tesseral::cli
