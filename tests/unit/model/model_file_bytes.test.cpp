// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files that are no sound HDF5, that claim more than they hold, or that store what they hold in another way than we
/// do.
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

using ModelFileBytes = DamageTest;

TEST_F(ModelFileBytes, NoSuchFileOrNoModelInIt) {
  expect_message(message(), {"no such file"});
  write_bytes(path_, "");
  expect_message(message(), {"not an HDF5 file"});
  write_bytes(path_, "version https://git-lfs.github.com/spec/v1\n");
  expect_message(message(), {"not an HDF5 file"});
  write_bytes(path_, "\x89HDF\r\n\x1a\n and nothing else");
  expect_message(message(), {"/: is damaged", "behind the end of the file"});
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  expect_message(message(), {"folder"});
}

TEST_F(ModelFileBytes, TheClassicLayoutHasNoChecksumsAndIsRefused) {
  hid_t const access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST);
  H5Fclose(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access));
  H5Pclose(access);
  ASSERT_EQ(read_bytes(path_)[8], 0) << "the oldest that HDF5 can write";
  expect_message(message(), {"classic layout", "libver"});
}

// HDF5 keeps few attributes in an object's header, many in a heap and long ones beside it.
TEST_F(ModelFileBytes, AnyNumberAndLengthOfAttributes) {
  ModelData model = sample_model();
  for (int const count : {1, 8, 9, 40, 400}) {
    for (int k = 0; k < count; ++k) model.provenance["note " + std::to_string(k)] = std::string(1 + 37 * k % 911, 'n');
    model.provenance["long"] = std::string(70'000, 'l');
    write_model(path_, model);
    EXPECT_EQ(read_model(path_).provenance, model.provenance) << count;
    if (count > 9) continue;
    std::string const bytes = read_bytes(path_);
    for (std::size_t position = 0; position < bytes.size(); position += 499) {
      write_bytes(path_, bytes.substr(0, position));
      EXPECT_NE(message(), "") << "cut to " << position << " of " << bytes.size() << " bytes";
    }
  }
}

// Sizes are compared before memory is asked for, so a small file cannot make a program allocate much.
TEST_F(ModelFileBytes, SizesThatTheFileDoesNotHave) {
  expect_error({"/weights/embedding", "[2][3]", "[2][1024]"}, [](FileEditor& f) {
    f.put_attribute("/architecture", "channels", 1024LL);
    f.put_attribute("/architecture", "layers", 8LL);
  });
  expect_error({"/self_test/0/species", "not in the file"},
               [](FileEditor& f) { f.declare("/self_test/0/species", {hsize_t(1) << 60}, H5T_STD_I32LE); });
  expect_error({"/weights/layer_0/mixing_in", "not in the file"}, [](FileEditor& f) {
    f.declare("/weights/layer_0/mixing_in", {1, 3, 3}, H5T_IEEE_F64LE);
  });
}

TEST_F(ModelFileBytes, NumbersAreInOnePieceInThisFile) {
  expect_error({"/weights/layer_0/product_weight", "chunks"}, [](FileEditor& f) {
    f.put_chunked("/weights/layer_0/product_weight", f.shape("/weights/layer_0/product_weight"), Chunks::plain);
  });
  expect_error({"/weights/layer_0/product_weight", "compressed"}, [](FileEditor& f) {
    f.put_chunked("/weights/layer_0/product_weight", f.shape("/weights/layer_0/product_weight"), Chunks::deflated);
  });
  write_bytes(folder_.file("numbers.raw"), std::string(72, '\0'));
  expect_error({"/self_test/0/cell", "outside"}, [&](FileEditor& f) {
    f.put_external("/self_test/0/cell", {3, 3}, folder_.file("numbers.raw"));
  });
}

TEST_F(ModelFileBytes, LinksAreNotFollowed) {
  std::string const other = folder_.file("other.h5");
  write_model(other, sample_model());
  for (std::string const name : {"/E0", "/weights", "/architecture"}) {
    expect_error({name, "is a link to something else"}, [&](FileEditor& f) { f.put_link_to_file(name, other); });
    expect_error({name, "is a link to something else"}, [&](FileEditor& f) { f.put_soft_link(name, name); });
  }
}

TEST_F(ModelFileBytes, OtherProgramsMayUseTheirOwnKindsOfStringsAndStorage) {
  std::string const expected = all_bytes(sample_model());
  std::vector<std::string> const elements = sample_model().elements;
  for (Edit const& edit :
       std::vector<Edit>{[&](FileEditor& f) { f.put("/elements", elements); },
                         [&](FileEditor& f) { f.put("/elements", elements, 1, H5T_STR_NULLPAD); },
                         [&](FileEditor& f) { f.put("/elements", elements, 5, H5T_STR_NULLTERM); },
                         [&](FileEditor& f) {  // what stands behind the zero is no part of the string
                           std::string const rest("\0zz", 3);
                           f.put("/elements", {elements[0] + rest, elements[1] + rest}, 5, H5T_STR_NULLTERM);
                         },
                         [&](FileEditor& f) { f.put("/elements", elements, 5, H5T_STR_SPACEPAD); },
                         [](FileEditor& f) { f.put_attribute("/", "units", "metal"); },
                         [](FileEditor& f) { f.put_attribute("/architecture", "layers", 2LL, H5T_STD_U8BE); }}) {
    EXPECT_EQ(message_after(edit), "");
    EXPECT_EQ(all_bytes(read_model(path_)), expected);
  }
  // An empty list of widths: a null dataspace is as good as a shape [0].
  ModelData model = sample_model();
  model.architecture.radial_hidden = {};
  model = random_model(model.architecture, 1);
  write_model(path_, model);
  FileEditor(path_).put_null_attribute("/architecture", "radial_hidden");
  EXPECT_EQ(all_bytes(read_model(path_)), all_bytes(model));
}

TEST_F(ModelFileBytes, ATruncatedFileIsAnErrorWhereverItEnds) {
  write_model(path_, sample_model());
  std::string const bytes = read_bytes(path_);
  for (std::size_t length = 0; length < bytes.size(); length += length < 512 ? 1 : 61) {
    write_bytes(path_, bytes.substr(0, length));
    EXPECT_NE(message(), "") << "cut to " << length << " of " << bytes.size() << " bytes";
  }
  write_bytes(path_, bytes.substr(0, bytes.size() - 1));
  EXPECT_NE(message(), "") << "cut by one byte";
}

// Checksums cover all but the numbers themselves. A changed byte is an error, or one number (or unused byte) differs.
TEST_F(ModelFileBytes, AFlippedBitIsAnErrorOrChangesOneNumber) {
  ModelData const sample = sample_model();
  std::string const expected = all_bytes(sample);
  write_model(path_, sample);
  std::string bytes = read_bytes(path_);
  int errors = 0;
  Random random(11);
  for (std::size_t position = 0; position < bytes.size(); position += 1 + random.index(59)) {
    char const original = bytes[position];
    bytes[position] = static_cast<char>(original ^ (1 << random.index(8)));
    write_bytes(path_, bytes);
    try {
      std::string const found = all_bytes(read_model(path_));
      ASSERT_EQ(found.size(), expected.size()) << "byte " << position;
      std::size_t differing = 0;
      for (std::size_t k = 0; k < found.size(); ++k) differing += found[k] != expected[k];
      EXPECT_LE(differing, 1u) << "byte " << position;
    } catch (Error const&) {
      ++errors;
    }
    bytes[position] = original;
  }
  EXPECT_GT(errors, 100);
}

TEST_F(ModelFileBytes, HDF5StaysSilentAndItsErrorHandlerIsRestored) {
  H5E_auto2_t before = nullptr, after = nullptr;
  void *before_data = nullptr, *after_data = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &before, &before_data);
  ASSERT_NE(before, nullptr);
  write_bytes(path_, "\x89HDF\r\n\x1a\n and nothing else");
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  EXPECT_NE(message(), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  H5Eget_auto2(H5E_DEFAULT, &after, &after_data);
  EXPECT_EQ(before, after);
  EXPECT_EQ(before_data, after_data);
}

}  // namespace
}  // namespace tesseral::test
