// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/replace_file.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
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

// A limit on the size of files stands for a full disk.
TEST(ReplaceFile, OnAFullDiskTheOlderFileStays) {
  TemporaryFolder const folder;
  folder.write("file", "an older one");
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit const small = {5000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::error_code const error = replace_file(folder.file("file"), std::string(10000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(error, std::errc::file_too_large);
  EXPECT_EQ(folder.read("file"), "an older one");
  EXPECT_EQ(folder.entries(), 1u);
}

}  // namespace
}  // namespace tesseral::test
