// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// embed_cpp MODEL.h5: energy and forces of a crystal, and of the structures that the model file brings with their
/// answers.
#include <tesseral/core/kokkos_compat.hpp>
#include <tesseral/model/model_file.hpp>
#include <tesseral/potential.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

// Eight atoms of the diamond structure, of the potential's first element.
tesseral::Structure diamond(double lattice_constant) {
  tesseral::Structure crystal;
  crystal.periodic = {true, true, true};
  for (int d = 0; d < 3; ++d) crystal.cell[d][d] = lattice_constant;
  for (double basis : {0.0, 0.25})
    for (std::array<double, 3> const& site :
         {std::array<double, 3>{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}}) {
      crystal.species.push_back(0);
      crystal.positions.push_back({});
      for (int d = 0; d < 3; ++d) crystal.positions.back()[d] = lattice_constant * (site[d] + basis);
    }
  return crystal;
}

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: embed_cpp MODEL.h5\n"), 2;
  tesseral::KokkosSession const kokkos(0);  // OMP_NUM_THREADS threads, until the end of main
  try {
    tesseral::ModelData const model = tesseral::read_model(argv[1]);
    tesseral::Potential<> potential(model);
    double const a = 5.43;
    tesseral::StructureResult const crystal = potential.evaluate(diamond(a));
    double const trace = crystal.virial[0][0] + crystal.virial[1][1] + crystal.virial[2][2];
    std::printf("%s, diamond, %.2f A: energy %.6f eV/atom, pressure %.3f eV/A^3\n", potential.elements()[0].c_str(), a,
                crystal.energy / 8, trace / (3 * a * a * a));

    for (tesseral::SelfTest const& test : model.self_tests) {
      tesseral::StructureResult const result = potential.evaluate(test.structure);
      double error = 0.0;
      for (std::size_t i = 0; i < test.forces.size(); ++i)
        for (int d = 0; d < 3; ++d) error = std::max(error, std::abs(result.forces[i][d] - test.forces[i][d]));
      std::printf("self-test of %zu atoms: energy %.9f eV, expected %.9f; largest error of a force %.1e eV/A\n",
                  test.forces.size(), result.energy, test.energy, error);
    }
  } catch (tesseral::Error const& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
  }
}
