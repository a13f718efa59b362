// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Scans as a picture.
#pragma once

#include "tesseral/scans/scans.hpp"

#include <string>

namespace tesseral::cli {

/// The curves of dimers, as deep as bonds are and as high as the wall, and those of pushed atoms, beside each other.
/// Throws Error as run_gnuplot() does.
void plot_scans(std::string const& path, scans::Scans const&);

}  // namespace tesseral::cli
