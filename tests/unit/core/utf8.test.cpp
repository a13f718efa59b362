// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/utf8.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(Utf8, IsWhatTheStandardSays) {
  for (char const* const text :
       {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text)) << text;
  // cut off, longer than needed, surrogates, beyond the last character, bytes of Latin-1
  for (char const* const text : {"\xC3", "\xE2\x82", "\xC0\xAF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
                                 "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "Ren\xE9", "\xC3\x28", "\xE2\x28\xA1"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, LatinLettersBecomeCharacters) {
  EXPECT_EQ(as_utf8("Ren\xE9 \xFF"), "Ren\xC3\xA9 \xC3\xBF");
  EXPECT_EQ(as_utf8("Ren\xC3\xA9"), "Ren\xC3\xA9");
}

TEST(Utf8, PrintableTextHasNoControlCharactersAndAnEnd) {
  EXPECT_EQ(printable("a\tb\n\x7F\xC2\x85\xE9z"), "a?b????z");
  EXPECT_EQ(printable("\xC3\xA9\xC3\xA9\xC3\xA9", 2), "\xC3\xA9\xC3\xA9…");
  EXPECT_EQ(printable("ab", 2), "ab");
}

}  // namespace
}  // namespace tesseral::test
