// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"

namespace tesseral::cli {

void check_available(EngineOptions const& options) {
  precision_of(options.precision);
  product_of(options.product);
  require(options.radial == "table" || options.radial == "network",
          "--radial " + options.radial +
              " is unknown (radial functions come from a table or the network) use one of these");
}

}  // namespace tesseral::cli
