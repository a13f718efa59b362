// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Each dataset and attribute of model files of several kinds, damaged one at a time: always an error of one line that
/// names it, in two seconds and 64 MB (DamageTest::message).
#include "support/source_folder.hpp"
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

struct Damage {
  char const* name;
  std::function<void(FileEditor&, std::string const& object)> apply;
  std::string expected;  // in the message
};

class ModelFileEveryObject : public DamageTest {
 protected:
  /// Calls check(names of a file's datasets and attributes) for models of several kinds; damage() begins with this
  /// file.
  template <class Check>
  void for_each_kind(Check const& check) {
    for (char const* const kind : {"v2-message", "v2-attention", "v2-vacuum-and-contact"}) {
      SCOPED_TRACE(kind);
      file_ = source_folder() + "/tests/unit/model/files/" + kind + ".h5";
      write_bytes(path_, read_bytes(file_));
      ASSERT_EQ(message(), "");
      FileNames const names = FileEditor(path_).names();
      check(names);
    }
  }

  void expect_refused(Damage const& damage, std::string const& object) const {
    SCOPED_TRACE(std::string(damage.name) + " " + object);
    write_bytes(path_, read_bytes(file_));
    {
      FileEditor editor(path_);
      damage.apply(editor, object);
    }
    expect_message(message(), {object, damage.expected});
  }

 private:
  std::string file_;
};

TEST_F(ModelFileEveryObject, Datasets) {
  std::string const other = folder_.file("other.h5");
  write_model(other, sample_model());
  hsize_t const huge = hsize_t(1) << 40;
  Damage const damages[] = {
      {"huge shape of",
       [&](FileEditor& f, std::string const& o) {
         f.declare(o, {huge, huge}, H5T_IEEE_F64LE);
       },
       "not in the file"},
      {"no numbers in",
       [&](FileEditor& f, std::string const& o) {
         f.declare(o, {3, 3}, H5T_IEEE_F64LE);
       },
       "not in the file"},
      {"chunks of", [](FileEditor& f, std::string const& o) { f.put_chunked(o, {6}, Chunks::plain); }, "chunks"},
      {"compressed", [](FileEditor& f, std::string const& o) { f.put_chunked(o, {6}, Chunks::deflated); },
       "compressed"},
      {"other file's",
       [&](FileEditor& f, std::string const& o) {
         f.put_external(o, {3, 3}, other);
       },
       "outside"},
      {"pairs in", [](FileEditor& f, std::string const& o) { f.put_pair(o); }, "compound"},
      {"group in the place of", [](FileEditor& f, std::string const& o) { f.remove(o), f.add_group(o); }, "dataset"},
      {"link to another file in the place of",
       [&](FileEditor& f, std::string const& o) { f.put_link_to_file(o, other); }, "link to something else"},
      {"link to itself in the place of", [](FileEditor& f, std::string const& o) { f.put_soft_link(o, o); },
       "link to something else"},
      {"second name of", [](FileEditor& f, std::string const& o) { f.add_name(o, o + " again"); }, "same object"},
  };
  for_each_kind([&](FileNames const& names) {
    EXPECT_GT(names.datasets.size(), 20u);
    for (auto const& name : names.datasets)
      for (Damage const& damage : damages) expect_refused(damage, name);
  });
}

TEST_F(ModelFileEveryObject, Attributes) {
  for_each_kind([&](FileNames const& names) {
    EXPECT_GT(names.attributes.size(), 15u);
    for (auto const& [group, name] : names.attributes) {
      std::string const path = (group == "/" ? "" : group) + "/" + name;
      auto const put = [&, group = group, name = name](auto const& value) {
        return [=](FileEditor& f, std::string const&) { f.put_attribute(group, name, value); };
      };
      expect_refused({"text without end in", put(std::string(std::size_t(3) << 20, 'x')), "3145728 bytes"},
                     "attribute " + path);
      expect_refused({"list in", put(std::vector<long long>(1000, 7)), "("}, name);
      expect_refused(
          {"pair in", [&, group = group, name = name](FileEditor& f, auto&) { f.put_pair_attribute(group, name); },
           "compound"},
          "attribute " + path);
    }
  });
}

// Names without end, where any name may stand and where none may.
TEST_F(ModelFileEveryObject, TwentyThousandAttributes) {
  auto const add = [](std::string const& group) {
    return [=](FileEditor& f) {
      for (int k = 0; k < 20000; ++k) f.put_attribute(group, "x" + std::to_string(k), "y");
    };
  };
  for (char const* const group : {"/", "/architecture", "/provenance", "/weights"})
    expect_error({"/", "more members than a model"}, add(group));
}

// At every kilobyte of a potential that ships.
TEST_F(ModelFileEveryObject, CutShort) {
  std::string const bytes = read_bytes(source_folder() + "/potentials/si-small.h5");
  for (std::size_t size = 0; size < bytes.size(); size += 1024) {
    write_bytes(path_, bytes.substr(0, size));
    EXPECT_NE(message(), "") << size;
  }
}

}  // namespace
}  // namespace tesseral::test
