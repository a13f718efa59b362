// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files of networks of the MACE kind: read as written, and errors for what they do not have.
#include "unit/model/damage_test.hpp"

namespace tesseral::test {
namespace {

class ModelFileMace : public DamageTest {
 protected:
  static ModelData model() {
    Architecture a = sample_model().architecture;
    a.radial_weights = RadialWeights::path;
    a.correlation = 3;
    a.product_terms = 1;
    a.node_product = NodeProductKind::symmetric;
    a.product_pairs = {{0, 0, 0}, {1, 1, 0}, {0, 1, 1}};
    a.product_triples = {{0, 0, 0, 0, 0}, {1, 1, 2, 2, 0}, {0, 1, 1, 0, 1}};
    a.message_mixing = MessageMixing::path;
    a.normalisation = Normalisation::density;
    a.species_mixing = {1, 0};
    a.residual = {0, 1};
    ModelData model = random_model(a, 19, true);
    transform(model);
    return model;
  }
  void expect_error(std::vector<std::string> const& parts, Edit const& edit) const {
    write_model(path_, model());
    {
      FileEditor editor(path_);
      edit(editor);
    }
    expect_message(message(), parts);
  }
};

TEST_F(ModelFileMace, RoundTrip) {
  ModelData const written = model();
  write_model(path_, written);
  ModelData const read = read_model(path_);
  Architecture const &a = read.architecture, &b = written.architecture;
  EXPECT_EQ(a.node_product, NodeProductKind::symmetric);
  EXPECT_EQ(a.product_pairs, b.product_pairs);
  EXPECT_EQ(a.product_triples, b.product_triples);
  EXPECT_EQ(a.message_mixing, MessageMixing::path);
  EXPECT_EQ(a.normalisation, Normalisation::density);
  EXPECT_EQ(a.species_mixing, b.species_mixing);
  EXPECT_EQ(a.residual, b.residual);
  EXPECT_EQ(read.zbl, written.zbl);
  ASSERT_TRUE(read.agnesi);
  EXPECT_EQ(read.agnesi->a, written.agnesi->a);
  EXPECT_EQ(read.agnesi->q, written.agnesi->q);
  EXPECT_EQ(read.agnesi->p, written.agnesi->p);
  EXPECT_EQ(read.agnesi->radii, written.agnesi->radii);
  EXPECT_EQ(read.bessel_frequencies, written.bessel_frequencies);
  EXPECT_EQ(read.weights, written.weights);
}

// A file that has none of it means what it meant before there was any.
TEST_F(ModelFileMace, AbsentFieldsAreTheOldMeaning) {
  write_model(path_, sample_model());
  ModelData const read = read_model(path_);
  EXPECT_EQ(read.architecture.message_mixing, MessageMixing::degree);
  EXPECT_EQ(read.architecture.normalisation, Normalisation::average);
  EXPECT_TRUE(read.architecture.species_mixing.empty());
  EXPECT_TRUE(read.architecture.residual.empty());
  EXPECT_EQ(read.architecture.l_residual(1), 0);
  EXPECT_EQ(read.zbl, ZblConstants{});
  EXPECT_FALSE(read.agnesi);
  EXPECT_TRUE(read.bessel_frequencies.empty());
}

TEST_F(ModelFileMace, UnknownNamesAreRefused) {
  expect_error({"/architecture/message_mixing", "'paths'", "'degree' or 'path'"},
               [](FileEditor& f) { f.put_attribute("/architecture", "message_mixing", "paths"); });
  expect_error({"/architecture/normalisation", "'mean'", "'average' or 'density'"},
               [](FileEditor& f) { f.put_attribute("/architecture", "normalisation", "mean"); });
  expect_error({"/architecture/node_product", "'cubic'", "'gaunt', 'exact' or 'symmetric'"},
               [](FileEditor& f) { f.put_attribute("/architecture", "node_product", "cubic"); });
}

TEST_F(ModelFileMace, FlagsOfLayersAreChecked) {
  for (char const* const name : {"species_mixing", "residual"}) {
    expect_error({name, "its length", "3"}, [&](FileEditor& f) {
      f.put_attribute("/architecture", name, std::vector<long long>{1, 0, 1});
    });
    expect_error({name, "2", "0 to 1"}, [&](FileEditor& f) {
      f.put_attribute("/architecture", name, std::vector<long long>{1, 2});
    });
    expect_error({name, "expected a list"}, [&](FileEditor& f) { f.put_attribute("/architecture", name, 1LL); });
  }
  // without the flag of a layer its matrices have another shape, or are there unasked
  expect_error({"/weights/layer_0/mixing_message", "[2]"},
               [](FileEditor& f) { f.remove_attribute("/architecture", "species_mixing"); });
  expect_error({"/weights/layer_0/residual", "missing"},
               [](FileEditor& f) { f.remove_attribute("/architecture", "residual"); });
}

TEST_F(ModelFileMace, ListsOfTheProductAreChecked) {
  auto const message_with = [&](auto const& edit) {
    Architecture a = model().architecture;
    edit(a);
    try {
      check(a);
    } catch (Error const& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  auto const expect = [&](std::string const& part, auto const& edit) {
    std::string const message = message_with(edit);
    EXPECT_NE(message.find(part), std::string::npos) << "'" << part << "' is not in: " << message;
  };
  EXPECT_EQ(message_with([](Architecture&) {}), "");
  expect("product_pairs[1]", [](Architecture& a) { a.product_pairs[1] = {0, 1, 0}; });  // no path
  expect("product_pairs[0]", [](Architecture& a) { a.product_pairs = {{1, 0, 1}}; });   // l1 above l2
  expect("product_pairs[0]", [](Architecture& a) { a.product_pairs = {{3, 3, 0}}; });   // above l_max
  expect("product_pairs[0]", [](Architecture& a) { a.product_pairs = {{0, 2, 2}}; });   // above l_hidden
  expect("out of order", [](Architecture& a) { std::swap(a.product_pairs[0], a.product_pairs[1]); });
  expect("out of order", [](Architecture& a) { a.product_pairs[1] = a.product_pairs[0]; });
  expect("product_triples[1]", [](Architecture& a) { a.product_triples[1] = {1, 1, 1, 1, 0}; });  // odd
  expect("product_triples[0]", [](Architecture& a) { a.product_triples = {{0, 0, 0, 7, 7}}; });
  expect("out of order", [](Architecture& a) { std::swap(a.product_triples[0], a.product_triples[2]); });
  expect("product_triples", [](Architecture& a) { a.correlation = 2; });
  expect("product_pairs", [](Architecture& a) {
    a.correlation = 1;
    a.product_triples.clear();
  });
  expect("correlation of a symmetric node product", [](Architecture& a) { a.correlation = 4; });
  expect("product_pairs", [](Architecture& a) { a.node_product = NodeProductKind::exact; });
  expect_error({"/architecture/product_pairs", "3 columns"}, [](FileEditor& f) {
    f.put_attribute("/architecture", "product_pairs", std::vector<long long>{0, 0, 0});
  });
}

TEST_F(ModelFileMace, ConstantsOfZblComeTogether) {
  for (char const* const name : {"strength", "exponent", "length", "cutoff_power"})
    expect_error({"/zbl/" + std::string(name), "missing"}, [&](FileEditor& f) { f.remove_attribute("/zbl", name); });
  for (char const* const name : {"amplitude", "decay"})
    expect_error({"/zbl/" + std::string(name), "missing"},
                 [&](FileEditor& f) { f.remove("/zbl/" + std::string(name)); });
  expect_error({"/zbl/strength", "above 0"}, [](FileEditor& f) { f.put_attribute("/zbl", "strength", -1.0); });
  expect_error({"/zbl/cutoff_power", "33"}, [](FileEditor& f) { f.put_attribute("/zbl", "cutoff_power", 33LL); });
  expect_error({"/zbl/decay[2]", "above 0"}, [](FileEditor& f) {
    f.put("/zbl/decay", {4}, std::vector<double>{3.2, 1.0, 0.0, 0.2});
  });
  expect_error({"/zbl", "'softness'"}, [](FileEditor& f) { f.put_attribute("/zbl", "softness", 1.0); });
}

TEST_F(ModelFileMace, TransformedDistancesAreChecked) {
  expect_error({"/agnesi/q", "below p"}, [](FileEditor& f) { f.put_attribute("/agnesi", "q", 5.0); });
  expect_error({"/agnesi/a", "missing"}, [](FileEditor& f) { f.remove_attribute("/agnesi", "a"); });
  expect_error({"/agnesi/radii", "[3]"}, [](FileEditor& f) {
    f.put("/agnesi/radii", {3}, std::vector<double>{1.0, 1.0, 1.0});
  });
  expect_error({"/agnesi/radii[1]", "above 0"}, [](FileEditor& f) {
    f.put("/agnesi/radii", {2}, std::vector<double>{1.0, 0.0});
  });
  expect_error({"/agnesi", "'s'"}, [](FileEditor& f) { f.put_attribute("/agnesi", "s", 1.0); });
  expect_error({"/bessel_frequencies", "[2]"}, [](FileEditor& f) {
    f.put("/bessel_frequencies", {2}, std::vector<double>{1.0, 2.0});
  });
  expect_error({"/bessel_frequencies[0]", "above 0"}, [](FileEditor& f) {
    f.put("/bessel_frequencies", {4}, std::vector<double>{-1.0, 2.0, 3.0, 4.0});
  });
}

TEST_F(ModelFileMace, OtherLayersHaveNoneOfIt) {
  for (ModelData const& other : {attention_model(), factored_model()}) {
    ModelData with = other;
    with.architecture.normalisation = Normalisation::density;
    EXPECT_THROW(check(with), Error);
    with = other;
    with.architecture.message_mixing = MessageMixing::path;
    EXPECT_THROW(check(with), Error);
    with = other;
    with.agnesi = Agnesi{1.0, 0.9, 4.5, std::vector<double>(with.elements.size(), 1.0)};
    EXPECT_THROW(check(with), Error);
  }
}

}  // namespace
}  // namespace tesseral::test
