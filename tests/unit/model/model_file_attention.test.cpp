// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files of networks with factors, of attention and of messages: read as written, and errors for what such a network
/// does not have.
#include "tesseral/model/warnings.hpp"
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

class ModelFileAttention : public DamageTest {
 protected:
  void expect_error(std::vector<std::string> const& parts, Edit const& edit) const {
    write_model(path_, attention_model());
    {
      FileEditor editor(path_);
      edit(editor);
    }
    expect_message(message(), parts);
  }
};

TEST_F(ModelFileAttention, RoundTrip) {
  ModelData const model = attention_model();
  write_model(path_, model);
  EXPECT_EQ(all_bytes(read_model(path_)), all_bytes(model));
}

TEST_F(ModelFileAttention, HasFactorsAndHeads) {
  expect_error({"factors", "missing"}, [](FileEditor& f) { f.remove("/factors"); });
  expect_error({"/architecture/heads", "missing"}, [](FileEditor& f) { f.remove_attribute("/architecture", "heads"); });
  expect_error({"heads", "5", "1 to 4"}, [](FileEditor& f) { f.put_attribute("/architecture", "heads", 5LL); });
  expect_error({"channels / heads", "1"}, [](FileEditor& f) { f.put_attribute("/architecture", "heads", 3LL); });
  expect_error({"/factors", "'D'"}, [](FileEditor& f) { f.put("/factors/D", {1}, std::vector<double>{1.0}); });
  expect_error({"factors: of the coupling gaunt"},
               [](FileEditor& f) { f.put_attribute("/factors", "coupling", "gaunt"); });
  expect_error({"another coupling than clebsch_gordan"},
               [](FileEditor& f) { f.put_attribute("/architecture", "coupling", "gaunt"); });
  expect_error({"/architecture/layer_kind", "'graph'", "'attention'"},
               [](FileEditor& f) { f.put_attribute("/architecture", "layer_kind", "graph"); });
  expect_error({"other radial weights than shared"},
               [](FileEditor& f) { f.put_attribute("/architecture", "radial_weights", "path"); });
  expect_error({"l_hidden", "0", "1 to 1"}, [](FileEditor& f) { f.put_attribute("/architecture", "l_hidden", 0LL); });
  expect_error({"correlation", "2", "1 to 1"},
               [](FileEditor& f) { f.put_attribute("/architecture", "correlation", 2LL); });
  expect_error({"/weights/layer_0/value", "[2][4][4]"}, [](FileEditor& f) {
    f.remove("/weights/layer_0/value");
    f.put("/weights/layer_0/value", {2, 4, 3}, std::vector<double>(24, 0.1));
  });
}

TEST_F(ModelFileAttention, OnlyFittedFactorsAreWarnedOf) {
  ModelData model = attention_model();
  ASSERT_EQ(warnings_of(model).size(), 1u);
  EXPECT_NE(warnings_of(model)[0].find("equivariance error of 0.0"), std::string::npos) << warnings_of(model)[0];
  model.architecture.factors = coupling_factors(1);
  EXPECT_EQ(warnings_of(model).size(), 0u);
  EXPECT_EQ(warnings_of(sample_model()).size(), 0u);
}

class ModelFileFactored : public DamageTest {
 protected:
  void expect_error(std::vector<std::string> const& parts, Edit const& edit) const {
    write_model(path_, factored_model());
    {
      FileEditor editor(path_);
      edit(editor);
    }
    expect_message(message(), parts);
  }
};

TEST_F(ModelFileFactored, RoundTrip) {
  ModelData const model = factored_model();
  write_model(path_, model);
  EXPECT_EQ(all_bytes(read_model(path_)), all_bytes(model));
  EXPECT_EQ(warnings_of(model).size(), 1u);
}

TEST_F(ModelFileFactored, HasFactorsAndOneRadialFunction) {
  std::string const a = "/architecture";
  expect_error({"factors", "missing"}, [](FileEditor& f) { f.remove("/factors"); });
  expect_error({"/factors", "'D'"}, [](FileEditor& f) { f.put("/factors/D", {1}, std::vector<double>{1.0}); });
  expect_error({"factors: of the coupling gaunt"},
               [](FileEditor& f) { f.put_attribute("/factors", "coupling", "gaunt"); });
  expect_error({"'factors'"}, [&](FileEditor& f) { f.put_attribute(a, "coupling", "gaunt"); });
  expect_error({"other radial weights than shared"},
               [&](FileEditor& f) { f.put_attribute(a, "radial_weights", "path"); });
  expect_error({"degree of the factors", "1", "2 to 2"}, [&](FileEditor& f) { f.put_attribute(a, "l_max", 2LL); });
  expect_error({"l_max of a clebsch_gordan coupling", "4", "0 to 3"},
               [&](FileEditor& f) { f.put_attribute(a, "l_max", 4LL); });
  expect_error({"/weights/layer_1/radial_1", "[5][1][4]"}, [](FileEditor& f) {
    f.remove("/weights/layer_1/radial_1");
    f.put("/weights/layer_1/radial_1", {5, 4, 4}, std::vector<double>(80, 0.1));
  });
}

TEST_F(ModelFileAttention, OtherLayersHaveNoFactors) {
  ModelData model = sample_model();
  model.architecture.factors = coupling_factors(1);
  EXPECT_THROW(write_model(path_, model), Error);
}

}  // namespace
}  // namespace tesseral::test
