// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/replace_file.hpp"

#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tesseral::test {
namespace {

TEST(ReplaceFile, WritesAllAndLeavesNothingElse) {
  TemporaryFolder const folder;
  std::string const bytes(300000, 'x');
  for (bool const to_disk : {true, false}) {
    folder.write("file", "an older one");
    EXPECT_FALSE(replace_file(folder.file("file"), bytes, to_disk));
    EXPECT_EQ(folder.read("file"), bytes);
    EXPECT_EQ(folder.entries(), 1u);
  }
}

TEST(ReplaceFile, TellsTheSystemsReasonAndLeavesNothing) {
  TemporaryFolder const folder;
  EXPECT_EQ(replace_file(folder.file("none/file"), "x"), std::errc::no_such_file_or_directory);
  std::filesystem::create_directories(folder.file("file/inside"));
  EXPECT_TRUE(replace_file(folder.file("file"), "x"));
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(ReplaceFile, OnAFullDiskTheOlderFileStays) {
  TemporaryFolder const folder;
  folder.write("file", "an older one");
  std::error_code error;
  {
    FileSizeLimit const limit;
    error = replace_file(folder.file("file"), std::string(10000, 'x'));
  }
  EXPECT_EQ(error, std::errc::file_too_large);
  EXPECT_EQ(folder.read("file"), "an older one");
  EXPECT_EQ(folder.entries(), 1u);
}

}  // namespace
}  // namespace tesseral::test
