// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"

namespace tesseral::cli {

void check_available(EngineOptions const& options) {
  precision_of(options.precision);
  require(options.product == "auto" || options.product == product_in_use,
          "--product " + options.product + " is not available (this version offers auto and direct) use one of these");
  require(options.radial == "table" || options.radial == "network",
          "--radial " + options.radial + " is unknown (radial functions come from a table or the network) use one of these");
}

}  // namespace tesseral::cli
