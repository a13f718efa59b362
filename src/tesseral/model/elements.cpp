// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/elements.hpp"

#include "tesseral/core/error.hpp"

namespace tesseral {
namespace {

struct Element {
  std::string symbol;
  double radius;  // Å; carbon as sp3, transition metals as low spin
  double mass;    // g/mol
};

constexpr int number_of_elements = 118;

// Row Z - 1 is the element with atomic number Z. A function, so that no other static object can use it too early.
Element const& element(int atomic_number) {
  static Element const table[number_of_elements] = {
      {"H", 0.31, 1.0080},  {"He", 0.28, 4.0026}, {"Li", 1.28, 6.94},   {"Be", 0.96, 9.0122}, {"B", 0.84, 10.81},
      {"C", 0.76, 12.011},  {"N", 0.71, 14.007},  {"O", 0.66, 15.999},  {"F", 0.57, 18.998},  {"Ne", 0.58, 20.180},
      {"Na", 1.66, 22.990}, {"Mg", 1.41, 24.305}, {"Al", 1.21, 26.982}, {"Si", 1.11, 28.085}, {"P", 1.07, 30.974},
      {"S", 1.05, 32.06},   {"Cl", 1.02, 35.45},  {"Ar", 1.06, 39.95},  {"K", 2.03, 39.098},  {"Ca", 1.76, 40.078},
      {"Sc", 1.70, 44.956}, {"Ti", 1.60, 47.867}, {"V", 1.53, 50.942},  {"Cr", 1.39, 51.996}, {"Mn", 1.39, 54.938},
      {"Fe", 1.32, 55.845}, {"Co", 1.26, 58.933}, {"Ni", 1.24, 58.693}, {"Cu", 1.32, 63.546}, {"Zn", 1.22, 65.38},
      {"Ga", 1.22, 69.723}, {"Ge", 1.20, 72.630}, {"As", 1.19, 74.922}, {"Se", 1.20, 78.971}, {"Br", 1.20, 79.904},
      {"Kr", 1.16, 83.798}, {"Rb", 2.20, 85.468}, {"Sr", 1.95, 87.62},  {"Y", 1.90, 88.906},  {"Zr", 1.75, 91.224},
      {"Nb", 1.64, 92.906}, {"Mo", 1.54, 95.95},  {"Tc", 1.47, 97.0},   {"Ru", 1.46, 101.07}, {"Rh", 1.42, 102.91},
      {"Pd", 1.39, 106.42}, {"Ag", 1.45, 107.87}, {"Cd", 1.44, 112.41}, {"In", 1.42, 114.82}, {"Sn", 1.39, 118.71},
      {"Sb", 1.39, 121.76}, {"Te", 1.38, 127.60}, {"I", 1.39, 126.90},  {"Xe", 1.40, 131.29}, {"Cs", 2.44, 132.91},
      {"Ba", 2.15, 137.33}, {"La", 2.07, 138.91}, {"Ce", 2.04, 140.12}, {"Pr", 2.03, 140.91}, {"Nd", 2.01, 144.24},
      {"Pm", 1.99, 145.0},  {"Sm", 1.98, 150.36}, {"Eu", 1.98, 151.96}, {"Gd", 1.96, 157.25}, {"Tb", 1.94, 158.93},
      {"Dy", 1.92, 162.50}, {"Ho", 1.92, 164.93}, {"Er", 1.89, 167.26}, {"Tm", 1.90, 168.93}, {"Yb", 1.87, 173.05},
      {"Lu", 1.87, 174.97}, {"Hf", 1.75, 178.49}, {"Ta", 1.70, 180.95}, {"W", 1.62, 183.84},  {"Re", 1.51, 186.21},
      {"Os", 1.44, 190.23}, {"Ir", 1.41, 192.22}, {"Pt", 1.36, 195.08}, {"Au", 1.36, 196.97}, {"Hg", 1.32, 200.59},
      {"Tl", 1.45, 204.38}, {"Pb", 1.46, 207.2},  {"Bi", 1.48, 208.98}, {"Po", 1.40, 209.0},  {"At", 1.50, 210.0},
      {"Rn", 1.50, 222.0},  {"Fr", 2.60, 223.0},  {"Ra", 2.21, 226.0},  {"Ac", 2.15, 227.0},  {"Th", 2.06, 232.04},
      {"Pa", 2.00, 231.04}, {"U", 1.96, 238.03},  {"Np", 1.90, 237.0},  {"Pu", 1.87, 244.0},  {"Am", 1.80, 243.0},
      {"Cm", 1.69, 247.0},  {"Bk", 1.50, 247.0},  {"Cf", 1.50, 251.0},  {"Es", 1.50, 252.0},  {"Fm", 1.50, 257.0},
      {"Md", 1.50, 258.0},  {"No", 1.50, 259.0},  {"Lr", 1.50, 262.0},  {"Rf", 1.50, 267.0},  {"Db", 1.50, 268.0},
      {"Sg", 1.50, 269.0},  {"Bh", 1.50, 270.0},  {"Hs", 1.50, 269.0},  {"Mt", 1.50, 277.0},  {"Ds", 1.50, 281.0},
      {"Rg", 1.50, 282.0},  {"Cn", 1.50, 285.0},  {"Nh", 1.50, 286.0},  {"Fl", 1.50, 290.0},  {"Mc", 1.50, 290.0},
      {"Lv", 1.50, 293.0},  {"Ts", 1.50, 294.0},  {"Og", 1.50, 294.0}};
  require(atomic_number >= 1 && atomic_number <= number_of_elements,
          "atomic number is " + std::to_string(atomic_number) + " (elements have 1 to 118) correct it");
  return table[atomic_number - 1];
}

}  // namespace

int atomic_number(std::string const& symbol) {
  for (int number = 1; number <= number_of_elements; ++number)
    if (element(number).symbol == symbol) return number;
  return 0;
}

std::string const& element_symbol(int atomic_number) { return element(atomic_number).symbol; }

double covalent_radius(int atomic_number) { return element(atomic_number).radius; }

double atomic_mass(int atomic_number) { return element(atomic_number).mass; }

}  // namespace tesseral
