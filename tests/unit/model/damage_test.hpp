// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the tests of damaged files share.
#pragma once

#include "support/allocation_peak.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/model/model_file.hpp"
#include "unit/model/file_editor.hpp"
#include "unit/model/sample_models.hpp"

#include <chrono>
#include <functional>

namespace tesseral::test {

using Edit = std::function<void(FileEditor&)>;

/// A folder with one model file, and what reading it says.
class DamageTest : public testing::Test {
 protected:
  /// The message of reading the file, "" if it was read. Whatever happens, nothing stays open, and it takes at most two
  /// seconds and 64 MB.
  std::string message() const {
    std::string message;
    AllocationPeak const peak;
    auto const begin = std::chrono::steady_clock::now();
    try {
      read_model(path_);
    } catch (Error const& error) {
      message = error.what();
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << message;
    EXPECT_LT(peak.bytes(), std::size_t(64) << 20) << message;
    EXPECT_EQ(H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL), 0) << message;
    return message;
  }

  /// A fresh sample, edited.
  std::string message_after(Edit const& edit) const {
    write_model(path_, sample_model());
    {
      FileEditor editor(path_);
      edit(editor);
    }
    return message();
  }

  /// One line "problem (why) remedy" that holds the file's name and each of `parts`.
  void expect_message(std::string const& message, std::vector<std::string> const& parts) const {
    for (auto const& part : parts)
      EXPECT_NE(message.find(part), std::string::npos) << "'" << part << "' is not in: " << message;
    EXPECT_NE(message.find("'" + path_ + "'"), std::string::npos) << message;
    auto const open = message.find(" (", message.find(path_) + path_.size());
    auto const close = message.find(") ", open);
    EXPECT_TRUE(open != std::string::npos && close != std::string::npos && close + 2 < message.size()) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }

  void expect_error(std::vector<std::string> const& parts, Edit const& edit) const {
    expect_message(message_after(edit), parts);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("model.h5");
};

}  // namespace tesseral::test
