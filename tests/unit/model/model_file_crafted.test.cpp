// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files made to harm, with the right checksums: HDF5 1.10 would overrun its memory, or never end. The fuzzers find
/// more of the kind (tests/fuzz/hdf5_mutator.hpp).
#include "tesseral/model/hdf5_checksum.hpp"
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

class ModelFileCrafted : public DamageTest {
 protected:
  static std::string little_endian(std::uint64_t value, int size) {
    std::string bytes;
    for (int k = 0; k < size; ++k) bytes += static_cast<char>(value >> 8 * k & 0xFF);
    return bytes;
  }

  /// Where a dataset's numbers lie.
  std::uint64_t place_of(std::string const& dataset) const {
    hid_t const file = H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    hid_t const object = H5Oopen(file, dataset.c_str(), H5P_DEFAULT);
    std::uint64_t const place = H5Dget_offset(object);
    H5Oclose(object);
    H5Fclose(file);
    return place;
  }

  /// Makes the checksum of the object header right that begins last before `position`. It has no times, and a size of
  /// one or two bytes.
  static void fix_checksum(std::string& bytes, std::size_t position) {
    std::size_t const begin = bytes.rfind("OHDR", position);
    auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(bytes[begin + k]); };
    std::size_t const size = (byte(5) & 3) == 0 ? 7 + byte(6) : 8 + byte(6) + 256 * byte(7);
    bytes.replace(begin + size, 4, little_endian(hdf5::checksum(std::string_view(bytes).substr(begin, size)), 4));
  }
};

TEST_F(ModelFileCrafted, ReferencesToStringsAreThoseOfTheFile) {
  write_model(path_, sample_model());
  FileEditor(path_).put("/elements", sample_model().elements);
  ASSERT_EQ(message(), "");
  std::string const bytes = read_bytes(path_);
  std::size_t const place = place_of("/elements");  // length, collection, number of each
  auto const expect_refused = [&](std::size_t offset, std::string const& change) {
    std::string crafted = bytes;
    crafted.replace(place + offset, change.size(), change);
    write_bytes(path_, crafted);
    expect_message(message(), {"/elements: is damaged"});
  };
  for (std::uint64_t const length : {0, 2, 1000, 1000000}) expect_refused(0, little_endian(length, 4));
  for (std::uint64_t const address : {std::uint64_t(1), std::uint64_t(1) << 60, ~std::uint64_t(0)})
    expect_refused(4, little_endian(address, 8));
  for (std::uint64_t const number : {0, 7, 60000}) expect_refused(12, little_endian(number, 4));
  expect_refused(16, bytes.substr(place, 16));  // one string twice
}

TEST_F(ModelFileCrafted, NothingLiesInThePlaceOfAnother) {
  write_model(path_, sample_model());
  std::string const first = "/self_test/0/cell", second = "/self_test/0/virial";
  std::string const mine = little_endian(place_of(first), 8), other = little_endian(place_of(second), 8);
  std::string bytes = read_bytes(path_);
  std::size_t const position = bytes.find(other);
  ASSERT_EQ(bytes.find(other, position + 1), std::string::npos) << "one layout message names it";
  bytes.replace(position, 8, mine);
  write_bytes(path_, bytes);
  expect_message(message(), {second + ": is damaged", "checksum"});
  fix_checksum(bytes, position);
  write_bytes(path_, bytes);
  expect_message(message(), {"/self_test/0/", "two parts of it lie in the same place"});
}

TEST_F(ModelFileCrafted, ObjectsOfTheClassicLayoutAreNamed) {
  write_model(path_, sample_model());
  std::string bytes = read_bytes(path_);
  bytes.replace(bytes.rfind("OHDR"), 4, std::string("\1\0\1\0", 4));
  write_bytes(path_, bytes);
  expect_message(message(), {"is laid out in the classic way", "libver"});
}

TEST_F(ModelFileCrafted, HDF5SeesNothingBehindTheEndThatTheFileNames) {
  write_model(path_, sample_model());
  std::string bytes = read_bytes(path_);
  bytes.replace(28, 8, little_endian(400, 8));
  bytes.replace(44, 4, little_endian(hdf5::checksum(std::string_view(bytes).substr(0, 44)), 4));
  write_bytes(path_, bytes);
  expect_message(message(), {"is damaged", "behind the end of the file"});
}

}  // namespace
}  // namespace tesseral::test
