// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How wrong a potential expects the force on an atom to be, by how far the atom's scalars lie from those of the frames
/// that were trained on: prediction rigidity of the last layer (Chong, Grasselli, Ben Mahmoud, Morrow, Deringer,
/// Ceriotti, J. Chem. Theory Comput. 19, 8020 (2023); Bigi, Chong, Ceriotti, Grasselli, Mach. Learn.: Sci. Technol. 5,
/// 045018 (2024)), calibrated on forces. See potentials/FORMAT.md, Uncertainty.
#pragma once

#include <vector>

namespace tesseral {

/// sigma_i = scale[s] sqrt(|W (x_i - center[s])|^2 / F) for an atom of species s, whose F = layers * channels scalars
/// x_i are those behind each layer, h_i[00], layer by layer.
struct ForceUncertainty {
  std::vector<std::vector<double>> center;  // [species][F], mean over the atoms of training
  std::vector<double> whitening;            // W [F][F], row by row, lower triangular; W C W^T = 1, C the covariance
  std::vector<double> scale;                // [species], eV/Å
};

/// Throws Error naming the dataset of the model file that contradicts potentials/FORMAT.md.
void check(ForceUncertainty const&, int species, int scalars);

}  // namespace tesseral
