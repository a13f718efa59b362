// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// write_products FOLDER: tensor products and powers of random numbers by every algorithm, for compare_products.py to
/// judge. A file for each, with a line for each array: its name and its numbers.
#include "support/power_operands.hpp"
#include "support/product_operands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <iomanip>
#include <string>
#include <utility>

namespace tesseral::test {
namespace {

using Space = HostSpace;
using Product = TensorProduct<Space, double>;
using Power = TensorPower<Space, double>;

class Writer {
 public:
  explicit Writer(std::string folder) : folder_(std::move(folder)) {}
  /// Starts a file: what it holds, by which algorithm.
  void begin(std::string const& kind, std::string const& algorithm) {
    file_ = std::ofstream(folder_ + "/" + std::to_string(number_++) + ".txt");
    require(file_.good(), folder_ + ": no file can be written there (it may not exist) give an existing folder");
    file_ << std::setprecision(17) << "kind " << kind << "\nalgorithm " << algorithm << "\n";
  }
  template <class Numbers>
  void write(char const* name, Numbers const& numbers) {
    file_ << name;
    for (auto const& number : numbers) file_ << " " << number;
    file_ << "\n";
  }
  void write(ProductSpec const& spec, ProductOperands const& in, Product const& product) {
    write("degrees", std::array{spec.l_x, spec.l_y, spec.l_z});
    write("sizes", std::array{in.items, in.terms, spec.channels});
    write("x", in.x);
    write("y", in.y);
    write("z_adj", in.z_adj);
    write("w_x", in.w_x);
    write("w_y", in.w_y);
    write("w_z", in.w_z);
    write("z", forward(product, in));
    auto const adjoints = backward(product, in, 0);
    write("x_adj", adjoints.x);
    write("y_adj", adjoints.y);
  }

 private:
  std::string folder_;
  int number_ = 0;
  std::ofstream file_;
};

std::vector<std::pair<std::string, Product>> gaunt_products(ProductSpec const& spec) {
  OrbitRule const rings = reflection_rule(spec.l_x + spec.l_y + spec.l_z);
  std::vector<std::pair<std::string, Product>> products = {
      {"direct", make_gaunt_product<Space, double>(spec, ProductAlgorithm::direct)},
      {"cp", make_gaunt_product<Space, double>(spec, ProductAlgorithm::cp)},
      {"quadrature", {spec, make_gaunt_cp_product<Space, double>(spec, rings)}},
      {"fourier", make_gaunt_product<Space, double>(spec, ProductAlgorithm::fourier)}};
  if (has_fast_fourier<Space>())
    products.emplace_back("fft", make_gaunt_product<Space, double>(spec, ProductAlgorithm::fft));
  return products;
}

void write_gaunt_products(Writer& writer) {
  for (auto const& l :
       {std::array{0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {6, 6, 6}, {1, 3, 3}, {2, 6, 7}, {6, 4, 2}})
    for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast})
      for (int const terms : {0, 1, 2}) {
        ProductSpec const spec{l[0], l[1], l[2], padded<Space, double>(5), second};
        ProductOperands const in(spec, 2, terms, 40 + terms);
        for (auto const& [name, product] : gaunt_products(spec)) {
          writer.begin("gaunt", name);
          writer.write(spec, in, product);
        }
      }
}

/// The Clebsch-Gordan coupling by its coefficients.
void write_clebsch_gordan_products(Writer& writer) {
  for (auto const& l : {std::array{1, 1, 1}, {3, 3, 3}, {1, 3, 2}, {4, 2, 3}}) {
    ProductSpec const spec{l[0], l[1], l[2], padded<Space, double>(5), SecondOperand::per_channel};
    ProductOperands const in(spec, 2, 0, 43);
    writer.begin("clebsch_gordan", "direct");
    writer.write(
        spec, in,
        make_sparse_product<Space, double>(spec, coupling_entries(Coupling::clebsch_gordan, l[0], l[1], l[2])));
  }
}

std::vector<std::pair<std::string, Power>> gaunt_powers(PowerSpec const& spec) {
  std::vector<std::pair<std::string, Power>> powers;
  for (ProductAlgorithm const algorithm : product_algorithms)
    if (algorithm != ProductAlgorithm::fft || has_fast_fourier<Space>())
      powers.emplace_back(name(algorithm), make_gaunt_power<Space, double>(spec, algorithm));
  return powers;
}

void write_powers(Writer& writer) {
  for (auto const& [l_x, l_z, correlation] : {std::array{1, 1, 3}, {3, 1, 3}, {2, 2, 4}, {4, 0, 2}}) {
    PowerSpec const spec{l_x, l_z, correlation, padded<Space, double>(5), 2, 2};
    PowerOperands const in(spec, 3, 44);
    for (auto const& [name, power] : gaunt_powers(spec)) {
      writer.begin("power", name);
      writer.write("degrees", std::array{l_x, l_z, correlation});
      writer.write("sizes", std::array{in.items, spec.terms, spec.channels});
      writer.write("type", in.type);
      writer.write("x", in.x);
      writer.write("scale", in.scale);
      writer.write("weight", in.weight);
      writer.write("z", forward(power, in));
    }
  }
}

}  // namespace
}  // namespace tesseral::test

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_products FOLDER\n");
    return 2;
  }
  tesseral::KokkosSession const kokkos(0);
  try {
    tesseral::test::Writer writer(argv[1]);
    write_gaunt_products(writer);
    write_clebsch_gordan_products(writer);
    write_powers(writer);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
