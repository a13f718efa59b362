// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/plot.hpp"

#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tesseral::test {
namespace {

std::vector<ParityPanel> two_panels() {
  ParityPanel energy;
  energy.title = "Energies \"quoted\"";
  energy.quantity = "energy, eV";
  energy.groups = {{"", {{1.0, 1.1}, {2.0, 1.9}}}};
  ParityPanel forces;
  forces.title = "Forces";
  forces.quantity = "force, eV/Å";
  forces.groups = {{"H", {{0.0, 0.0}}}, {"C", {{0.0, 0.0}}}, {"O", {}}};
  return {energy, forces};
}

std::string error_of(std::string const& path) {
  try {
    plot_parity(path, two_panels());
  } catch (Error const& error) {
    return error.what();
  }
  return "no error";
}

TEST(Plot, WritesPngAndSvg) {
  TemporaryFolder const folder;
  plot_parity(folder.file("it's parity.png"), two_panels());
  EXPECT_EQ(folder.read("it's parity.png").substr(0, 8), "\x89PNG\r\n\x1a\n");
  plot_parity(folder.file("parity.svg"), two_panels());
  std::string const svg = folder.read("parity.svg");
  EXPECT_NE(svg.find("<svg"), std::string::npos);
  EXPECT_NE(svg.find("</svg>"), std::string::npos) << "the file is cut off";
  EXPECT_NE(svg.find("predicted force, eV/Å"), std::string::npos);
}

TEST(Plot, RefusesOtherNamesAndFoldersThatDoNotExist) {
  EXPECT_NE(error_of("parity.pdf").find("must end in .png or .svg"), std::string::npos);
  EXPECT_NE(error_of("no/such/folder/parity.png").find("cannot be written"), std::string::npos);
}

TEST(Plot, NamesThePackageIfGnuplotIsMissing) {
  TemporaryFolder const folder;
  std::string const before = std::getenv("PATH");
  setenv("PATH", folder.file("").c_str(), 1);
  std::string const error = error_of(folder.file("parity.png"));
  setenv("PATH", before.c_str(), 1);
  EXPECT_NE(error.find("install the package gnuplot-nox"), std::string::npos) << error;
  EXPECT_TRUE(folder.read("parity.png").empty());
}

// gnuplot itself does not tell.
TEST(Plot, OnAFullDiskTheOlderPictureStays) {
  TemporaryFolder const folder;
  for (std::string const name : {"parity.png", "parity.svg"}) {
    folder.write(name, "an older one");
    std::string error;
    {
      FileSizeLimit const limit;
      error = error_of(folder.file(name));
    }
    EXPECT_NE(error.find(name + ": cannot be written"), std::string::npos) << error;
    EXPECT_EQ(folder.read(name), "an older one");
  }
  EXPECT_EQ(folder.entries(), 2u);
}

TEST(Plot, FailsIfGnuplotFails) {
  TemporaryFolder const folder;
  testing::internal::CaptureStderr();
  EXPECT_THROW(run_gnuplot(folder.file("x.png"), 100, 100, "no such command\n"), Error);
  testing::internal::GetCapturedStderr();
}

}  // namespace
}  // namespace tesseral::test
