#!/usr/bin/env bash
# Networks of the kind of MACE-OFF23 with random weights, imported, beside symmetrix-xl and MACE in PyTorch: mace.csv.
#   benchmarks/mace.sh [OPTION…]    options and environment of rivals.sh
exec "$(dirname "${BASH_SOURCE[0]}")/rivals.sh" --table mace \
  --networks '128x0e-one 128x0e+128x1o-one 128x0e-three 128x0e+128x1o-three' "$@"
