#!/usr/bin/env bash
# Pictures of what engine.sh and lammps.sh have measured: size.png, efficiency.png and others.png.
#   benchmarks/plot.sh [FOLDER]      default build/benchmarks
set -euo pipefail
benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../tools/lib.sh
. "$benchmarks/../tools/lib.sh"
folder=${1:-$benchmarks/../build/benchmarks}
for file in engine.csv lammps.csv; do
  [[ -s $folder/$file ]] || die "there is no $folder/$file (nothing is measured yet) run benchmarks/run.sh"
done

# blocks of one thread's runs: a title, then atoms, fastest, median
tail -n +2 "$folder/engine.csv" | sort -t, -s -k1,1 -k3,3 -k2,2r -k5,5g | awk -F, -v OFS='\t' '
  $4 == 1 {
    title = $1 ", " $3 ", " ($2 == "dense" ? 52 : 28) " neighbours"
    if (title != last) printf "%s%s\n", (last != "" ? "\n\n" : ""), title
    last = title
    print $5, $8, $9
  }' >"$folder/size-plot.tsv"

# medians of one thread on one rank over twice those of two threads, and of two ranks
awk -F, -v OFS='\t' '
  NR > 1 && $2 == "diamond" && $5 == "auto" && $6 == 4096 {
    name = $1 "\\n" $4 "\\n" $3; if (!seen[name]++) order[++count] = name; loop[name, $7, $8] = $11
  }
  END { for (k = 1; k <= count; ++k) {
    name = order[k]
    print name, loop[name, 1, 1] / (2 * loop[name, 2, 1]), loop[name, 1, 1] / (2 * loop[name, 1, 2])
  } }' "$folder/lammps.csv" >"$folder/efficiency-plot.tsv"

# ours: the plain style on one core, lists included
{
  awk -F, -v OFS='\t' 'NR > 1 && $2 == "diamond" && $3 == "plain" && $5 == "auto" && $6 == 4096 && $7 == 1 && $8 == 1 {
    print "Tesseral " $1 ", " $4, "ours", $11, $11
  }' "$folder/lammps.csv"
  awk -F, -v OFS='\t' 'NR > 1 { print $1 ", " $2, "theirs", $3, $4 }' "$benchmarks/others.csv"
} | sort -t $'\t' -k4g -s >"$folder/others-plot.tsv"

gnuplot -e "folder='$folder'" "$benchmarks/plot.gp"
note "$folder/size.png $folder/efficiency.png $folder/others.png"
