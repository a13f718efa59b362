#!/usr/bin/env bash
# bonds.sh [FOLDER], after in.lmp: how far each bond of the first frame is stretched in all others (bonds.txt), the picture, and
# whether the molecule is whole in the last frame. A bond: closer than 1.25 times the sum of two covalent radii (Cordero et
# al., Dalton Trans. 2832 (2008)); broken: longer than 1.5 times its length in the first frame.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "${1:-$here/out}"
awk '
  function distance(i, j) { return sqrt((x[i] - x[j])^2 + (y[i] - y[j])^2 + (z[i] - z[j])^2) }
  function end_of_frame(b, r) {
    if (!bonds) {
      for (i = 1; i <= n; ++i) for (j = 1; j < i; ++j)
        if (distance(i, j) < 1.25 * (radius[type[i]] + radius[type[j]])) {
          first[++bonds] = i; second[bonds] = j; length0[bonds] = distance(i, j)
        }
      printf "# %d bonds; ps, longest of them by its length at the start, broken ones\n", bonds
    }
    most = broken = 0
    for (b = 1; b <= bonds; ++b) {
      r = distance(first[b], second[b]) / length0[b]
      if (r > most) most = r
      broken += r > 1.5
    }
    printf "%.3f %.4f %d\n", step * 0.0005, most, broken
  }
  BEGIN { radius[1] = 0.31; radius[2] = 0.76; radius[3] = 0.71; radius[4] = 0.66 }  # H, C, N, O, in Å
  /^ITEM: TIMESTEP/ { getline step; next }
  /^ITEM: NUMBER/ { getline n; next }
  /^ITEM: ATOMS/ { for (k = 1; k <= n; ++k) { getline; type[$1] = $2; x[$1] = $3; y[$1] = $4; z[$1] = $5 } end_of_frame() }
' frames.dump >bonds.txt
gnuplot "$here/plot.gp"
awk '/^#/ { bonds = $2; next } { time = $1; broken = $3; if ($2 > most) most = $2 }
     END { printf "%d of %d bonds whole after %s ps; longest at any time %.2f of its length at the start\n", bonds - broken, bonds, time, most
           exit broken > 0 }' bonds.txt
