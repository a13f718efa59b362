// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Wrong content in a sound HDF5 file gives an error of one line that names the file, the place and what is expected.
#include "unit/model/damage_test.hpp"

#include <cmath>
#include <limits>

namespace tesseral::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using ModelFileDamage = DamageTest;

TEST_F(ModelFileDamage, NotOursOrNotForUs) {
  expect_error({"no Tesseral model", "'format'"}, [](FileEditor& f) { f.remove_attribute("/", "format"); });
  expect_error({"no Tesseral model", "'other'"}, [](FileEditor& f) { f.put_attribute("/", "format", "other"); });
  expect_error({"/format_version", " 3 ", "up to 2", "update"},
               [](FileEditor& f) { f.put_attribute("/", "format_version", 3LL); });
  expect_error({"/format_version", "0"}, [](FileEditor& f) { f.put_attribute("/", "format_version", 0LL); });
  expect_error({"/units", "'real'", "metal"}, [](FileEditor& f) { f.put_attribute("/", "units", "real"); });
}

// What is not understood may change what the file means. Files of version 1 kept no such promise.
TEST_F(ModelFileDamage, UnknownFieldsAreNamed) {
  expect_error({"/: holds the attribute 'charges'", "update Tesseral"},
               [](FileEditor& f) { f.put_attribute("/", "charges", "fixed"); });
  expect_error({"/architecture: holds the attribute 'heads'", "update Tesseral"},
               [](FileEditor& f) { f.put_attribute("/architecture", "heads", 1LL); });
  expect_error({"/: holds the group or dataset 'charge'", "update Tesseral"},
               [](FileEditor& f) { f.put("/charge", {1}, std::vector{0.5}); });
  expect_error({"/: holds the group or dataset 'factors'"}, [](FileEditor& f) { f.add_group("/factors"); });
  FileEditor(path_).put_attribute("/", "format_version", 1LL);
  FileEditor(path_).put_attribute("/", "lone_atom", "reference");
  EXPECT_NO_THROW(read_model(path_));
}

// Neither had files of version 1 these fields: what stood there under their names meant nothing.
TEST_F(ModelFileDamage, VacuumAndContact) {
  expect_error({"/full_neighbors", "missing"}, [](FileEditor& f) { f.put_attribute("/", "lone_atom", "reference"); });
  expect_error({"/full_neighbors[1]", "above 0"}, [](FileEditor& f) {
    f.put_attribute("/", "lone_atom", "reference");
    f.put("/full_neighbors", {2}, std::vector{1.0, 0.0});
    f.put("/full_bonds", {2}, std::vector{1.0, 2.0});
    f.put("/bond_radius", {2, 2}, std::vector{1.0, 1.0, 1.0, 1.0});
  });
  expect_error({"/full_bonds", "missing"}, [](FileEditor& f) {
    f.put_attribute("/", "lone_atom", "reference");
    f.put("/full_neighbors", {2}, std::vector{1.0, 2.0});
  });
  auto const bonds = [](std::vector<double> const& full, std::vector<double> const& radius) {
    return [=](FileEditor& f) {
      f.put_attribute("/", "lone_atom", "reference");
      f.put("/full_neighbors", {2}, std::vector{1.0, 2.0});
      f.put("/full_bonds", {2}, full);
      f.put("/bond_radius", {2, 2}, radius);
    };
  };
  expect_error({"/full_bonds[0]", "above 0"}, bonds({-1.0, 2.0}, {1.0, 2.0, 2.0, 1.0}));
  expect_error({"/bond_radius[1][1]", "above 0"}, bonds({1.0, 2.0}, {1.0, 2.0, 2.0, 0.0}));
  auto const floors = [&](std::vector<double> const& soft, std::vector<double> const& floor) {
    return [=](FileEditor& f) {
      bonds({1.0, 2.0}, {1.0, 2.0, 2.0, 1.0})(f);
      f.put("/soft_below", {2}, soft);
      f.put("/energy_floor", {2}, floor);
    };
  };
  expect_error({"/soft_below[1]", "above the energy floor"}, floors({-1.0, -2.0}, {-2.0, -2.0}));
  expect_error({"/soft_below[0]", "at most 0"}, floors({0.1, -2.0}, {-2.0, -3.0}));
  expect_error({"/soft_below", "[2]"}, [&](FileEditor& f) {
    floors({-1.0, -1.0}, {-2.0, -3.0})(f);
    f.put("/soft_below", {1}, std::vector{-1.0});
  });
  expect_error({"/: holds the group or dataset 'full_neighbors'"}, [](FileEditor& f) {
    f.put("/full_neighbors", {2}, std::vector{1.0, 2.0});
  });
  expect_error({"attribute /lone_atom", "'none'", "'network', 'reference' and 'faded'"},
               [](FileEditor& f) { f.put_attribute("/", "lone_atom", "none"); });
  expect_error({"/inner_radius", "[2][2]"}, [](FileEditor& f) { f.put("/inner_radius", {1}, std::vector{0.5}); });
  expect_error({"/inner_radius", "not symmetric"}, [](FileEditor& f) {
    f.put("/inner_radius", {2, 2}, std::vector{1.0, 1.1, 1.3, 1.2});
  });
  expect_error({"/zbl/polynomial", "without inner_radius"}, [](FileEditor& f) {
    f.put("/zbl/polynomial", {2, 2}, std::vector{1.0, 0.0, 0.0, 1.0});
  });
  auto const polynomial = [](std::vector<double> const& values) {
    return [values](FileEditor& f) {
      f.put("/inner_radius", {2, 2}, std::vector{1.0, 1.1, 1.1, 1.2});
      f.put("/zbl/polynomial", {2, 2}, values);
    };
  };
  expect_error({"/zbl/polynomial[0][1]", "0 or 1"}, polynomial({1.0, 0.5, 0.5, 1.0}));
  expect_error({"/zbl/polynomial", "not symmetric"}, polynomial({1.0, 1.0, 0.0, 1.0}));
  expect_error({"/zbl/cutoff[1][1]", "where the network falls silent"}, [](FileEditor& f) {
    f.put("/inner_radius", {2, 2}, std::vector{1.0, 1.1, 1.1, 4.4});
  });
  expect_error({"/inner_radius[0][1]", "above 0"}, [](FileEditor& f) {
    f.put("/inner_radius", {2, 2}, std::vector{1.0, 0.0, 0.0, 1.2});
  });
}

TEST_F(ModelFileDamage, AttributesMissing) {
  for (char const* name : {"format_version", "units", "r_cut", "scale", "shift"})
    expect_error({std::string("attribute /") + name, "missing"}, [&](FileEditor& f) { f.remove_attribute("/", name); });
  for (char const* name :
       {"layers", "channels", "l_max", "l_hidden", "correlation", "product_terms", "bessel", "cutoff_power",
        "radial_hidden", "radial_weights", "coupling", "readout_hidden", "average_neighbors"})
    expect_error({std::string("attribute /architecture/") + name, "missing"},
                 [&](FileEditor& f) { f.remove_attribute("/architecture", name); });
}

TEST_F(ModelFileDamage, AttributesOutOfRangeOrOfWrongType) {
  std::string const a = "/architecture";
  expect_error({"layers", "9", "1 to 8"}, [&](FileEditor& f) { f.put_attribute(a, "layers", 9LL); });
  expect_error({"channels", "0", "1 to 1024"}, [&](FileEditor& f) { f.put_attribute(a, "channels", 0LL); });
  expect_error({"/architecture/bessel", "4294967300"},  // 4 in the lower 32 bits
               [&](FileEditor& f) { f.put_attribute(a, "bessel", 4294967300LL); });
  expect_error({"/architecture/l_max", "64-bit float", "integer"},
               [&](FileEditor& f) { f.put_attribute(a, "l_max", 2.0); });
  expect_error({"/architecture/l_max", "[1]", "scalar"},
               [&](FileEditor& f) { f.put_attribute(a, "l_max", std::vector{2LL}); });
  expect_error({"/architecture/radial_weights", "'one'", "path", "degree"},
               [&](FileEditor& f) { f.put_attribute(a, "radial_weights", "one"); });
  expect_error({"/weights/layer_0/radial_2", "[6][3][3]", "[6][1][3]"},
               [&](FileEditor& f) { f.put_attribute(a, "radial_weights", "shared"); });
  expect_error({"/architecture/radial_weights", "64-bit integer", "string"},
               [&](FileEditor& f) { f.put_attribute(a, "radial_weights", 1LL); });
  expect_error({"/architecture/node_product", "'cg'", "gaunt", "exact"},
               [&](FileEditor& f) { f.put_attribute(a, "node_product", "cg"); });
  expect_error({"/architecture/node_product", "64-bit integer", "string"},
               [&](FileEditor& f) { f.put_attribute(a, "node_product", 1LL); });
  expect_error({"product_terms", "1 to 1"}, [&](FileEditor& f) { f.put_attribute(a, "node_product", "exact"); });
  expect_error({"/architecture/coupling", "'clebsch?gordan'", "gaunt"},
               [&](FileEditor& f) { f.put_attribute(a, "coupling", "clebsch\ngordan"); });
  expect_error({"/architecture/radial_hidden", "[5]", "[4]"},
               [&](FileEditor& f) { f.put_attribute(a, "radial_hidden", std::vector<long long>(5, 4)); });
  expect_error({"radial_hidden", "1025"}, [&](FileEditor& f) {
    f.put_attribute(a, "radial_hidden", std::vector{5LL, 1025LL});
  });
  expect_error({"average_neighbors", "positive"},
               [&](FileEditor& f) { f.put_attribute(a, "average_neighbors", -1.0); });
  expect_error({"/r_cut", "32-bit float", "64-bit"},
               [](FileEditor& f) { f.put_attribute("/", "r_cut", 4.5, H5T_IEEE_F32LE); });
  expect_error({"/r_cut", "integer", "64-bit"}, [](FileEditor& f) { f.put_attribute("/", "r_cut", 4LL); });
  expect_error({"r_cut", "nan"}, [](FileEditor& f) { f.put_attribute("/", "r_cut", nan); });
  expect_error({"/scale", "nan"}, [](FileEditor& f) { f.put_attribute("/", "scale", nan); });
  expect_error({"/shift", "inf"}, [](FileEditor& f) { f.put_attribute("/", "shift", HUGE_VAL); });
}

TEST_F(ModelFileDamage, Elements) {
  using Texts = std::vector<std::string>;
  expect_error({"/elements", "missing"}, [](FileEditor& f) { f.remove("/elements"); });
  expect_error({"/elements", "'Xx'", "no element"}, [](FileEditor& f) { f.put("/elements", Texts{"Xx", "C"}); });
  expect_error({"/elements", "'C'", "twice"}, [](FileEditor& f) { f.put("/elements", Texts{"C", "C"}); });
  expect_error({"/elements", "[0]"}, [](FileEditor& f) { f.put("/elements", Texts{}); });
  expect_error({"/elements", "[119]", "[118]"}, [](FileEditor& f) { f.put("/elements", Texts(119, "H")); });
  expect_error({"/elements", "integer", "string"}, [](FileEditor& f) {
    f.put("/elements", {2}, std::vector{6LL, 8LL});
  });
  expect_error({"/E0", "[2]", "[3]"}, [](FileEditor& f) { f.put("/elements", Texts{"C", "H", "O"}); });
}

TEST_F(ModelFileDamage, EveryDatasetOfDoublesIsCheckedForPresenceTypeShapeAndFiniteness) {
  ModelData const sample = sample_model();
  std::vector<std::string> names = {"/E0",
                                    "/zbl/cutoff",
                                    "/fitted_range/closest",
                                    "/uncertainty/center",
                                    "/uncertainty/whitening",
                                    "/uncertainty/scale"};
  for (auto const& tensor : weight_tensors(sample.architecture)) names.push_back("/weights/" + tensor.name);
  for (std::size_t k = 0; k < sample.self_tests.size(); ++k)
    for (char const* name : {"positions", "cell", "energy", "forces", "virial"})
      names.push_back("/self_test/" + std::to_string(k) + "/" + name);
  for (auto const& name : names) {
    SCOPED_TRACE(name);
    expect_error({name, "missing"}, [&](FileEditor& f) { f.remove(name); });
    expect_error({name, "64-bit little-endian float", "32-bit float"},
                 [&](FileEditor& f) { f.put(name, f.shape(name), f.numbers(name), H5T_IEEE_F32LE); });
    expect_error({name, "64-bit little-endian float", "64-bit big-endian float"},
                 [&](FileEditor& f) { f.put(name, f.shape(name), f.numbers(name), H5T_IEEE_F64BE); });
    expect_error({name, "64-bit little-endian float", "integer"},
                 [&](FileEditor& f) { f.put(name, f.shape(name), std::vector<long long>(f.numbers(name).size(), 1)); });
    expect_error({name, "shape is", "expected"}, [&](FileEditor& f) {
      auto shape = f.shape(name);
      auto numbers = f.numbers(name);
      shape.push_back(1);  // as many numbers, one dimension more
      f.put(name, shape, numbers);
    });
    expect_error({name, "shape is", "expected"}, [&](FileEditor& f) {
      auto shape = f.shape(name);
      auto numbers = f.numbers(name);
      if (shape.empty()) shape = {1};
      numbers.resize(numbers.size() / shape.back() * (shape.back() + 1));
      ++shape.back();
      f.put(name, shape, numbers);
    });
    for (double value : {nan, HUGE_VAL})
      expect_error({name, "finite"}, [&](FileEditor& f) {
        auto numbers = f.numbers(name);
        numbers.back() = value;
        f.put(name, f.shape(name), numbers);
      });
  }
}

TEST_F(ModelFileDamage, TheMessageGivesBothShapesAndThePlaceOfANaN) {
  expect_error({"/weights/layer_1/mixing_message", "[3][3][4]", "[3][3][3]"}, [](FileEditor& f) {
    f.put("/weights/layer_1/mixing_message", {3, 3, 4}, std::vector<double>(36, 1.0));
  });
  expect_error({"/weights/layer_0/residual[1][0][2][1]", "nan"}, [](FileEditor& f) {
    auto numbers = f.numbers("/weights/layer_0/residual");
    numbers[9 + 7] = nan;
    f.put("/weights/layer_0/residual", {2, 1, 3, 3}, numbers);
  });
}

TEST_F(ModelFileDamage, GroupsMissingOrOfAnotherKind) {
  for (char const* name : {"/architecture", "/weights", "/weights/layer_1", "/provenance", "/self_test"}) {
    SCOPED_TRACE(name);
    expect_error({name, "missing"}, [&](FileEditor& f) { f.remove(name); });
    expect_error({name, "group"}, [&](FileEditor& f) {
      f.remove(name);
      f.put(name, {1}, std::vector{1.0});
    });
  }
  expect_error({"/weights/embedding", "dataset"}, [](FileEditor& f) {
    f.remove("/weights/embedding");
    f.add_group("/weights/embedding");
  });
}

TEST_F(ModelFileDamage, UnknownWeights) {
  expect_error({"/weights", "'embeddings'"},
               [](FileEditor& f) { f.put("/weights/embeddings", {1}, std::vector{1.0}); });
  expect_error({"/weights", "'layer_2'"}, [](FileEditor& f) { f.add_group("/weights/layer_2"); });
  expect_error({"/weights/layer_0", "'bias'"},
               [](FileEditor& f) { f.put("/weights/layer_0/bias", {1}, std::vector{1.0}); });
  // What another architecture would have: a third radial layer, a last layer's readout.
  expect_error({"/weights/layer_1", "'radial_3'"},
               [](FileEditor& f) { f.put("/weights/layer_1/radial_3", {1}, std::vector{1.0}); });
  expect_error({"/weights/layer_1", "'readout'"},
               [](FileEditor& f) { f.put("/weights/layer_1/readout", {3}, std::vector<double>(3)); });
  write_model(path_, sample_model(RadialWeights::path));
  FileEditor(path_).put("/weights/layer_0/degree_in", {1, 3}, std::vector<double>(3));
  expect_message(message(), {"/weights/layer_0", "'degree_in'"});
}

TEST_F(ModelFileDamage, Zbl) {
  auto const cutoff = [](std::vector<double> const& values) {
    return [values](FileEditor& f) { f.put("/zbl/cutoff", {2, 2}, values); };
  };
  EXPECT_EQ(message_after(cutoff({4.5, 1.0, 1.0, 0.1})), "");
  expect_error({"/zbl/cutoff", "symmetric", "O-C"}, cutoff({1.0, 1.0, 1.1, 1.0}));
  expect_error({"/zbl/cutoff[1][1]", "above 0"}, cutoff({1.0, 1.0, 1.0, 0.0}));
  expect_error({"/zbl/cutoff[0][0]", "4.6", "r_cut, 4.5"}, cutoff({4.6, 1.0, 1.0, 1.0}));
}

TEST_F(ModelFileDamage, SelfTests) {
  using Integers = std::vector<long long>;
  expect_error({"/self_test/1/species[1]", "is 2", "0 to 1"}, [](FileEditor& f) {
    f.put("/self_test/1/species", {3}, Integers{0, 2, 1});
  });
  expect_error({"/self_test/1/species[0]", "is -1"}, [](FileEditor& f) {
    f.put("/self_test/1/species", {3}, Integers{-1, 0, 1});
  });
  expect_error({"/self_test/1/species", "[0]"}, [](FileEditor& f) { f.put("/self_test/1/species", {0}, Integers{}); });
  expect_error({"/self_test/1/species", "float", "integer"},
               [](FileEditor& f) { f.put("/self_test/1/species", {3}, std::vector<double>(3)); });
  expect_error({"/self_test/1/positions", "[3][3]", "[4][3]"},
               [](FileEditor& f) { f.put("/self_test/1/species", {4}, Integers(4)); });
  expect_error({"/self_test/0/pbc", "2", "0 or 1"}, [](FileEditor& f) {
    f.put("/self_test/0/pbc", {3}, Integers{0, 1, 2});
  });
  expect_error({"/self_test/0/pbc", "scalar", "[3]"},
               [](FileEditor& f) { f.put("/self_test/0/pbc", {}, Integers{1}); });
  expect_error({"/self_test/1", "missing"}, [](FileEditor& f) { f.move("/self_test/1", "/self_test/2"); });
  expect_error({"/self_test/2", "missing"}, [](FileEditor& f) { f.add_group("/self_test/extra"); });
}

}  // namespace
}  // namespace tesseral::test
