// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/hdf5_stored_types.hpp"

#include "tesseral/model/hdf5_input.hpp"

namespace tesseral::hdf5 {
namespace {

constexpr std::uint64_t longest_string = 1 << 20;  // bytes; longer ones are damage
constexpr int integer_class = 0, float_class = 1, string_class = 3, variable_class = 9;

char const* name_of_class(int type_class) {
  switch (type_class) {
    case 2:
      return "a time";
    case 4:
      return "a bit field";
    case 5:
      return "opaque";
    case 6:
      return "compound";
    case 7:
      return "a reference";
    case 8:
      return "enumeration (or boolean)";
    case 10:
      return "an array";
    default:
      return "unknown";
  }
}

[[noreturn]] void fail_type(ByteCursor const& message, std::string const& found) {
  fail(message.object(), "type is " + found, "integers, floats of 32 or 64 bits and strings are known");
}

void check_length(ByteCursor const& owner, std::uint64_t bytes) {
  if (bytes > longest_string)
    fail(owner.object(), "has a string of " + std::to_string(bytes) + " bytes", "at most 1 MiB is read");
}

// Offset and precision of a number that fills its bytes.
void expect_all_bits(ByteCursor& message, std::uint64_t bytes) {
  message.expect(2, 0, "bit offset");
  message.expect(2, 8 * bytes, "precision");
}

void check_float(ByteCursor& message, std::uint64_t bits, std::uint64_t bytes) {
  if (bytes != 4 && bytes != 8) fail_type(message, "float of " + std::to_string(bytes) + " bytes");
  bool const wide = bytes == 8;
  // the byte order (bit 0) is free; an implied leading bit; where the sign is
  if ((bits & ~std::uint64_t(1)) != (wide ? 0x3F20u : 0x1F20u)) fail_type(message, "an unusual float");
  expect_all_bits(message, bytes);
  message.expect(1, wide ? 52 : 23, "exponent's place");
  message.expect(1, wide ? 11 : 8, "exponent's size");
  message.expect(1, 0, "mantissa's place");
  message.expect(1, wide ? 52 : 23, "mantissa's size");
  message.expect(4, wide ? 1023 : 127, "exponent's bias");
}

}  // namespace

StoredType check_type(ByteCursor message) {
  std::uint64_t const head = message.integer(1), bits = message.integer(3), bytes = message.integer(4);
  int const type_class = head & 0xF;
  if (head >> 4 < 1 || head >> 4 > 3)
    fail_type(message, "of version " + std::to_string(head >> 4) + ", which HDF5 1.8 does not write");
  switch (type_class) {
    case integer_class:
      if (bits > 0xF || bytes == 0 || bytes > 8 || (bytes & (bytes - 1)) != 0) fail_type(message, "an unusual integer");
      expect_all_bits(message, bytes);
      return {bytes, false};
    case float_class:
      check_float(message, bits, bytes);
      return {bytes, false};
    case string_class:
      if (bytes == 0 || bits > 0x1F || (bits & 0xF) > 2) fail_type(message, "an unusual string");
      check_length(message, bytes);
      return {bytes, false};
    case variable_class: {
      if ((bits & 0xF) != 1) fail_type(message, "a list of variable length");
      bool const usual = bytes == 16 && bits <= 0x1FF && ((bits >> 4) & 0xF) <= 2;
      std::string_view const base = message.text(message.left());
      bool const is_nested = !base.empty() && (base[0] & 0xF) == variable_class;
      if (!usual || is_nested || check_type(ByteCursor(base, message.object())).bytes != 1)
        fail_type(message, "an unusual string");
      return {bytes, true};
    }
    default:
      fail_type(message, name_of_class(type_class));
  }
}

std::uint64_t check_shape(ByteCursor message, std::uint64_t most) {
  constexpr std::uint64_t scalar = 0, simple = 1, none = 2;
  std::uint64_t const version = message.integer(1), rank = message.integer(1), flags = message.integer(1);
  if (version < 1 || version > 2 || rank > 32 || flags > 1) message.fail("its shape is unusual");
  std::uint64_t kind = rank > 0 ? simple : scalar;
  if (version == 2)
    kind = message.integer(1);
  else
    message.skip(5);
  if (kind > none || (kind == simple) != (rank > 0)) message.fail("its shape is unusual");
  if (kind == none) return 0;
  std::uint64_t elements = 1;
  bool too_many = false;
  for (std::uint64_t d = 0; d < rank; ++d) {
    std::uint64_t const extent = message.integer(8);
    if (extent == 0) {
      elements = 0;
    } else if (elements > most / extent) {
      too_many = true;
    } else {
      elements *= extent;
    }
  }
  if (flags == 1)
    for (std::uint64_t d = 0; d < rank; ++d) message.skip(8);
  if (too_many && elements > 0)
    fail(message.object(), "its numbers are not in the file", "its shape needs more bytes than are there");
  return elements;
}

void StringCollections::check(ByteCursor places, std::uint64_t count) {
  for (; count > 0; --count) {
    std::uint64_t const length = places.integer(4), address = places.address(), number = places.integer(4);
    if (length == 0 && address == 0) continue;  // no string
    check_length(places, length);
    Lengths& lengths = collection(address, places.object());
    auto const found = lengths.find(number);
    if (found == lengths.end() || length != found->second) places.fail("a string of it is not in the file");
    lengths.erase(found);  // each belongs to one
  }
}

StringCollections::Lengths& StringCollections::collection(std::uint64_t address, std::string const& object) {
  if (auto const known = collections_.find(address); known != collections_.end()) return known->second;
  constexpr std::uint64_t head = 16;  // bytes of a collection's, and of an entry's
  ByteCursor start = file_.from(address, object);
  start.expect("GCOL");
  start.expect(4, 1, "version");
  std::uint64_t const size = start.integer(8);
  if (size < 4096 || size % 8 != 0) start.fail("a collection of strings has an unusual size");
  file_.take(address, size, object);
  ByteCursor entries(file_.part(address, size, object), object);
  entries.skip(head);
  Lengths lengths;
  while (entries.left() >= head) {
    std::uint64_t const left = entries.left();
    std::uint64_t const number = entries.integer(2);
    entries.skip(6);
    std::uint64_t const length = entries.integer(8);
    if (number == 0) {  // what is free, to the end
      if (length != left) entries.fail("a collection of strings does not add up");
      break;
    }
    if (length > entries.left() || !lengths.emplace(number, length).second)
      entries.fail("a collection of strings does not add up");
    entries.skip((length + 7) / 8 * 8);
  }
  return collections_.emplace(address, std::move(lengths)).first->second;
}

}  // namespace tesseral::hdf5
