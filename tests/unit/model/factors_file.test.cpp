// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/factors_file.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "unit/model/file_editor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace tesseral::test {
namespace {

CpFactors sample_factors() {
  CpFactors factors{Coupling::clebsch_gordan, 1, 0, 1, 2};
  for (int k = 0; k < 8; ++k) factors.A.push_back(0.1 * k), factors.B.push_back(std::sqrt(1.0 + k));
  factors.C = {1.0 / 3.0, -2.0};
  factors.relative_error = 0.25;
  factors.equivariance_error = 1e-3;
  factors.fitted = true;
  return factors;
}

class FactorsFile : public testing::Test {
 protected:
  std::string message() const {
    try {
      read_factors(path_);
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  }
  void expect_error(std::vector<std::string> const& parts, std::function<void(FileEditor&)> const& edit) const {
    write_factors(path_, sample_factors());
    {
      FileEditor editor(path_);
      edit(editor);
    }
    std::string const found = message();
    for (auto const& part : parts)
      EXPECT_NE(found.find(part), std::string::npos) << "'" << part << "' is not in: " << found;
    EXPECT_NE(found.find("factors file '" + path_ + "'"), std::string::npos) << found;
    EXPECT_EQ(H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL), 0);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("factors.h5");
};

TEST_F(FactorsFile, KeepsEveryBit) {
  CpFactors const written = sample_factors();
  write_factors(path_, written);
  CpFactors const read = read_factors(path_);
  EXPECT_EQ(read.coupling, written.coupling);
  EXPECT_EQ(read.l1, 1);
  EXPECT_EQ(read.l2, 0);
  EXPECT_EQ(read.l3, 1);
  EXPECT_EQ(read.rank, 2);
  EXPECT_EQ(read.A, written.A);
  EXPECT_EQ(read.B, written.B);
  EXPECT_EQ(read.C, written.C);
  EXPECT_EQ(read.relative_error, 0.25);
  EXPECT_EQ(read.equivariance_error, 1e-3);
  EXPECT_TRUE(read.fitted);
  CpFactors gaunt = written;
  gaunt.coupling = Coupling::gaunt;
  gaunt.fitted = false;
  write_factors(path_, gaunt);
  EXPECT_EQ(read_factors(path_).coupling, Coupling::gaunt);
  EXPECT_FALSE(read_factors(path_).fitted);
}

TEST_F(FactorsFile, FilesOfAnotherKindAreRejected) {
  EXPECT_NE(message().find("no such file"), std::string::npos);
  folder_.write("factors.h5", "text");
  EXPECT_NE(message().find("is not an HDF5 file"), std::string::npos);
  expect_error({"'tesseral-model'", "tesseral-factors"},
               [](FileEditor& f) { f.put_attribute("/", "format", std::string("tesseral-model")); });
  expect_error({"holds no factors"}, [](FileEditor& f) { f.remove_attribute("/", "format"); });
  expect_error({"/format_version", "2"}, [](FileEditor& f) { f.put_attribute("/", "format_version", 2LL); });
  expect_error({"/factors", "missing"}, [](FileEditor& f) { f.remove("/factors"); });
}

TEST_F(FactorsFile, AttributesAreChecked) {
  std::string const g = "/factors";
  for (char const* name : {"coupling", "l1", "l2", "l3", "rank", "relative_error", "equivariance_error", "fitted"})
    expect_error({std::string("/factors/") + name, "missing"}, [&](FileEditor& f) { f.remove_attribute(g, name); });
  expect_error({"coupling", "'odd'", "clebsch_gordan"},
               [&](FileEditor& f) { f.put_attribute(g, "coupling", std::string("odd")); });
  expect_error({"l2", "11", "0 to 10"}, [&](FileEditor& f) { f.put_attribute(g, "l2", 11LL); });
  expect_error({"l1", "-1"}, [&](FileEditor& f) { f.put_attribute(g, "l1", -1LL); });
  expect_error({"rank", "is 0"}, [&](FileEditor& f) { f.put_attribute(g, "rank", 0LL); });
  expect_error({"rank", "65536"}, [&](FileEditor& f) { f.put_attribute(g, "rank", 65537LL); });
  expect_error({"rank", "float", "integer"}, [&](FileEditor& f) { f.put_attribute(g, "rank", 2.0); });
  expect_error({"fitted", "is 2", "0 or 1"}, [&](FileEditor& f) { f.put_attribute(g, "fitted", 2LL); });
  expect_error({"relative_error", "nan"}, [&](FileEditor& f) { f.put_attribute(g, "relative_error", std::nan("")); });
  expect_error({"equivariance_error", "-1"}, [&](FileEditor& f) { f.put_attribute(g, "equivariance_error", -1.0); });
}

TEST_F(FactorsFile, DatasetsAreChecked) {
  for (std::string const name : {"/factors/A", "/factors/B", "/factors/C"}) {
    SCOPED_TRACE(name);
    expect_error({name, "missing"}, [&](FileEditor& f) { f.remove(name); });
    expect_error({name, "32-bit float"},
                 [&](FileEditor& f) { f.put(name, f.shape(name), f.numbers(name), H5T_IEEE_F32LE); });
    expect_error({name, "shape is", "expected"}, [&](FileEditor& f) {
      auto const shape = f.shape(name);
      f.put(name, {shape[1], shape[0], 1}, f.numbers(name));
    });
    expect_error({name.substr(9) + "[", "inf", "finite"}, [&](FileEditor& f) {
      auto numbers = f.numbers(name);
      numbers.back() = std::numeric_limits<double>::infinity();
      f.put(name, f.shape(name), numbers);
    });
  }
  expect_error({"/factors", "'D'"}, [](FileEditor& f) { f.put("/factors/D", {1}, std::vector{1.0}); });
}

TEST_F(FactorsFile, NothingIsWrittenOfFactorsThatAreWrong) {
  CpFactors wrong = sample_factors();
  wrong.C.pop_back();
  EXPECT_THROW(write_factors(path_, wrong), Error);
  wrong = sample_factors();
  wrong.B[3] = std::nan("");
  EXPECT_THROW(write_factors(path_, wrong), Error);
  EXPECT_EQ(folder_.entries(), 0u);
}

}  // namespace
}  // namespace tesseral::test
