// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The end of training: whether atoms that come closer than in the data repel each other is measured, and mended.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Where the network falls silent, its energy must not outweigh ZBL's: energies of two and of three atoms, and of an
/// atom pushed into a self-test (scans/paths.hpp), are to fall strictly as the atoms part, up to contact. For pairs of
/// species on whose curves they do not, other inner radii are tried, up to the closest distance in the data, so that
/// no energy of the data changes; if none will do, ZBL is widened, which changes them. Returns a line for each pair
/// that was changed, and for each that could not be mended and stays as it was. A model without inner radii or without
/// ZBL is left alone. It must have its self-tests.
std::vector<std::string> settle_contact(ModelData&);

}  // namespace tesseral
