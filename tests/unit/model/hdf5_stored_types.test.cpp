// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/hdf5_stored_types.hpp"

#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tesseral::hdf5 {
namespace {

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int k = 0; k < bytes; ++k, value >>= 8) text += static_cast<char>(value & 0xFF);
  return text;
}

std::string message(int type_class, std::uint64_t bits, std::uint64_t bytes, std::string const& rest = "") {
  return number(0x10 | type_class, 1) + number(bits, 3) + number(bytes, 4) + rest;
}

bool is_read(std::string const& bytes) {
  std::string const object = "/elements";
  try {
    check_type(ByteCursor(bytes, object));
    return true;
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("an unusual string"), std::string::npos) << error.what();
    return false;
  }
}

// Of zeros, spaces or one zero at the end, in ASCII or UTF-8; a length, an address and an index, 16 bytes, in the
// dataset.
TEST(StoredTypes, StringsOfVariableLengthAreThoseOfHDF5) {
  std::string const character = message(3, 0, 1);
  for (std::uint64_t const bits : {0x001, 0x011, 0x021, 0x101, 0x121})
    EXPECT_TRUE(is_read(message(9, bits, 16, character)));
  EXPECT_FALSE(is_read(message(9, 0x001, 8, character))) << "another length";
  EXPECT_FALSE(is_read(message(9, 0x031, 16, character))) << "another padding";
  EXPECT_FALSE(is_read(message(9, 0x201, 16, character))) << "another set of characters";
  EXPECT_FALSE(is_read(message(9, 0x001, 16, message(3, 0, 2)))) << "of words, not characters";
  EXPECT_FALSE(is_read(message(9, 0x001, 16, message(9, 0x001, 16, character)))) << "of strings";
}

}  // namespace
}  // namespace tesseral::hdf5
