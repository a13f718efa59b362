// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files of networks with self products: read as written, and errors for what they do not have.
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

class ModelFileSelfProduct : public DamageTest {
 protected:
  static ModelData model(std::optional<Coupling> coupling) {
    Architecture a = sample_model().architecture;
    a.self_product = coupling;
    return random_model(a, 19);
  }
  void expect_error(std::vector<std::string> const& parts, Edit const& edit,
                    std::optional<Coupling> coupling = Coupling::gaunt) const {
    write_model(path_, model(coupling));
    {
      FileEditor editor(path_);
      edit(editor);
    }
    expect_message(message(), parts);
  }
};

TEST_F(ModelFileSelfProduct, RoundTrip) {
  for (auto const& coupling : {std::optional<Coupling>(), {Coupling::gaunt}, {Coupling::clebsch_gordan}}) {
    ModelData const written = model(coupling);
    write_model(path_, written);
    ModelData const read = read_model(path_);
    EXPECT_EQ(read.architecture.self_product, coupling);
    EXPECT_EQ(all_bytes(read), all_bytes(written));
  }
}

TEST_F(ModelFileSelfProduct, UnknownKindsAreRefused) {
  for (char const* const unknown : {"cg", "none", ""})
    expect_error({"/architecture/self_product", "'" + std::string(unknown) + "'", "'gaunt' or 'clebsch_gordan'"},
                 [&](FileEditor& f) { f.put_attribute("/architecture", "self_product", unknown); });
  expect_error({"/architecture/self_product", "64-bit integer", "string"},
               [](FileEditor& f) { f.put_attribute("/architecture", "self_product", 1LL); });
}

TEST_F(ModelFileSelfProduct, WeightsAndAttributeGoTogether) {
  expect_error({"/weights/layer_0", "'self_"},
               [](FileEditor& f) { f.remove_attribute("/architecture", "self_product"); });
  expect_error(
      {"/weights/layer_0/self_x", "missing"},
      [](FileEditor& f) { f.put_attribute("/architecture", "self_product", "gaunt"); }, std::nullopt);
  for (char const* const name : {"self_x", "self_y", "self_scale_x", "self_scale_y", "self_scale_z"}) {
    std::string const path = std::string("/weights/layer_0/") + name;
    expect_error({path, "missing"}, [&](FileEditor& f) { f.remove(path); });
    expect_error({path, "[1]"}, [&](FileEditor& f) {
      f.remove(path);
      f.put(path, {1}, std::vector<double>{1.0});
    });
  }
  // the last layer hands nothing on
  expect_error({"/weights/layer_1", "'self_scale_z'"}, [](FileEditor& f) {
    f.put("/weights/layer_1/self_scale_z", {1, 3}, std::vector<double>(3));
  });
}

TEST_F(ModelFileSelfProduct, OneLayerHasNone) {
  expect_error({"self_product and one layer"}, [](FileEditor& f) { f.put_attribute("/architecture", "layers", 1LL); });
}

TEST_F(ModelFileSelfProduct, AttentionHasNone) {
  ModelData attention = attention_model();
  write_model(path_, attention);
  FileEditor(path_).put_attribute("/architecture", "self_product", "gaunt");
  expect_message(message(), {"/architecture", "self_product"});
  attention.architecture.self_product = Coupling::gaunt;
  EXPECT_THROW(write_model(path_, attention), Error);
}

}  // namespace
}  // namespace tesseral::test
