// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/check_report.hpp"

#include "tesseral/core/error.hpp"
#include "unit/cli/command_test.hpp"

namespace tesseral::test {
namespace {

TEST(CheckReport, AWarningIsNoFailureUnlessTheFindingIsPromised) {
  auto const told = [](bool passed, bool promised) {
    cli::CheckReport report;
    return output_of([&] {
      report.finding({passed, promised, "pairs"});
      report.end("x.h5");
      return report.failed();
    });
  };
  Output const warning = told(false, false);
  EXPECT_EQ(warning.code, 0);
  EXPECT_EQ(warning.text, "warning pairs\nx.h5: all 1 checks passed, 1 warning\n");
  Output const failure = told(false, true);
  EXPECT_EQ(failure.code, 1);
  EXPECT_EQ(failure.text, "FAILED  pairs\nx.h5: 1 of 2 checks failed\n");
  EXPECT_EQ(told(true, true).text, "ok      pairs\nx.h5: all 2 checks passed\n");
  EXPECT_EQ(told(true, false).text, "ok      pairs\nx.h5: all 1 checks passed\n");
}

class ScansOfAFile : public CommandTest {};

TEST_F(ScansOfAFile, AreToldAndDrawn) {
  auto const output = output_of([&] { return cli::check(model, {}, folder.file("scans.svg")); });
  EXPECT_EQ(output.code, 0) << output.text;
  EXPECT_TRUE(contains(output.text, "ok      an atom pushed, rise as they part")) << output.text;
  std::string const svg = folder.read("scans.svg");
  EXPECT_TRUE(contains(svg, "</svg>")) << "the file is cut off";
  for (char const* text : {"two atoms", "an atom pushed", "O-C", "energy, eV"})
    EXPECT_TRUE(contains(svg, text)) << text << " is missing";
  EXPECT_THROW(cli::check(model, {}, folder.file("scans.pdf")), Error);
}

}  // namespace
}  // namespace tesseral::test
