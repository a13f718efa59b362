// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// Kokkos where LAMMPS has not started it: without `-k on`, or without the KOKKOS package.
#pragma once

namespace tesseral::lammps {

/// Starts Kokkos with this many host threads unless it runs already. It then lasts until the process ends: pair styles
/// come and go, but Kokkos cannot be started twice.
void start_kokkos_if_needed(int threads);

}  // namespace tesseral::lammps
