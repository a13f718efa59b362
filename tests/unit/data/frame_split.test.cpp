// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_split.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace tesseral::test {
namespace {

std::set<int> all_of(Split const& split) {
  std::set<int> all;
  for (auto const* part : {&split.train, &split.validation, &split.test}) all.insert(part->begin(), part->end());
  EXPECT_EQ(all.size(), split.train.size() + split.validation.size() + split.test.size()) << "a frame is in two parts";
  return all;
}

TEST(SplitFrames, DealsEachFrameOnceAndTheSameWayEveryTime) {
  DataConfig config;
  Split const a = split_frames(100, config);
  Split const b = split_frames(100, config);
  EXPECT_EQ(a.validation.size(), 10u);
  EXPECT_EQ(a.train.size(), 90u);
  EXPECT_EQ(a.train, b.train);
  EXPECT_EQ(all_of(a).size(), 100u);
  config.seed = 2;
  EXPECT_NE(split_frames(100, config).validation, a.validation);
  config.validation_count = 5;
  config.train_count = 20;
  EXPECT_EQ(split_frames(100, config).validation.size(), 5u);
  EXPECT_EQ(split_frames(100, config).train.size(), 20u);
  config.train_count = 96;
  EXPECT_THROW(split_frames(100, config), Error);
}

TEST(SplitFrames, EveryFrameIsTestedInOneFold) {
  DataConfig config;
  config.validation_count = 3;
  config.train_count = 2;  // as a file for one run says; it takes no part
  config.folds = 5;
  std::set<int> tested;
  std::size_t sum = 0;
  for (config.fold = 0; config.fold < config.folds; ++config.fold) {
    Split const split = split_frames(23, config);
    EXPECT_EQ(all_of(split).size(), 23u);
    EXPECT_EQ(split.validation.size(), 3u);
    EXPECT_EQ(split.test.size(), config.fold < 3 ? 5u : 4u);
    tested.insert(split.test.begin(), split.test.end());
    sum += split.test.size();
  }
  EXPECT_EQ(tested.size(), 23u);
  EXPECT_EQ(sum, 23u);

  config.folds = 2;
  config.fold = 1;
  EXPECT_EQ(split_frames(7, config).train.size(), 1u);
  EXPECT_THROW(split_frames(6, config), Error) << "none is left to train on";
  config.folds = 8;
  config.fold = 7;
  EXPECT_THROW(split_frames(7, config), Error) << "an empty fold";
}

TEST(SplitFrames, LeavesATestPartUntouched) {
  DataConfig config;
  config.validation_count = 10;
  config.train_count = 60;
  Split const rest = split_frames(100, config);
  EXPECT_EQ(rest.test.size(), 30u) << "what is left over";
  EXPECT_EQ(all_of(rest).size(), 100u);
  config.test_count = 5;
  Split const some = split_frames(100, config);
  EXPECT_EQ(some.train, rest.train) << "a test part moves no other frame";
  EXPECT_EQ(some.validation, rest.validation);
  EXPECT_EQ(some.test.size(), 5u);
  EXPECT_EQ(all_of(some).size(), 75u);
  config.test_count = 31;
  EXPECT_THROW(split_frames(100, config), Error);

  config = DataConfig();
  config.test_fraction = 0.2;
  Split const fraction = split_frames(100, config);
  EXPECT_EQ(fraction.test.size(), 20u);
  EXPECT_EQ(fraction.train.size(), 70u);
  EXPECT_EQ(fraction.validation, split_frames(100, DataConfig()).validation);
  EXPECT_EQ(all_of(fraction).size(), 100u);
  config.validation = "file.xyz";
  EXPECT_EQ(split_frames(100, config).train.size(), 80u);
  EXPECT_TRUE(split_frames(100, DataConfig()).test.empty());
}

// The frames that the shipped potentials were trained on must stay theirs: the numbers were printed by the version
// before test parts.
TEST(SplitFrames, DealsAsItAlwaysDid) {
  DataConfig config;
  config.train_count = 440;
  config.validation_count = 30;
  Split const split = split_frames(500, config);
  EXPECT_EQ(std::vector<int>(split.validation.begin(), split.validation.begin() + 5),
            (std::vector<int>{3, 38, 109, 124, 138}));
  EXPECT_EQ(std::accumulate(split.train.begin(), split.train.end(), 0), 110463);
}

TEST(WriteSplit, WritesTheFramesOfEachPartAsTheyWere) {
  TemporaryFolder const folder;
  std::string text;
  for (int n = 0; n < 20; ++n)
    text += "2\nProperties=species:S:1:pos:R:3:F:R:3 E=" + std::to_string(-5 - 0.01 * n) + " energy=7 name=n" +
            std::to_string(n) + "\nH 0 0 0 0 0 1\nH 0 0 0.8 0 0 -1\n";
  DataConfig config;
  config.train = folder.write("all.xyz", text);
  config.energy_key = "E";
  config.forces_key = "F";
  std::string const other = "2\nProperties=species:S:1:pos:R:3:F:R:3 E=-5\nH 0 0 0 0 0 1\nH 0 0 0.9 0 0 -1\n";
  config.test = {folder.write("more.xyz", other + other + other + other + other) + "@3:5", config.train};
  config.validation_count = 4;
  config.test_count = 3;
  Dataset const data = read_dataset(config, 3.0);
  ASSERT_EQ(data.test.size(), 3u);
  EXPECT_EQ(data.test[0].description(), "3 untouched frames");
  EXPECT_EQ(data.test[1].description(), "2 frames of more.xyz@3:5");
  EXPECT_EQ(data.test[2].description(), "20 frames of all.xyz, 17 of them known from training");
  ASSERT_EQ(data.test[1].frames.size(), 2u);
  EXPECT_EQ(data.test[1].frames[0].number, 4);

  auto const lines = write_split(folder.file("parts"), config, data);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_NE(lines[2].find("test.xyz: 3 frames"), std::string::npos) << lines[2];
  auto const expect_same = [&](std::string const& name, std::vector<LabelledFrame> const& part) {
    auto const frames = read_extxyz(folder.file("parts/" + name));
    ASSERT_EQ(frames.size(), part.size()) << name;
    for (std::size_t n = 0; n < part.size(); ++n) {
      EXPECT_EQ(frames[n].energy, part[n].energy);
      EXPECT_EQ(frames[n].forces, part[n].forces);
      EXPECT_EQ(frames[n].info.at("name"), "n" + std::to_string(part[n].number - 1));
    }
  };
  expect_same("train.xyz", data.train);
  expect_same("validation.xyz", data.validation);
  expect_same("test.xyz", data.test[0].frames);
}

}  // namespace
}  // namespace tesseral::test
