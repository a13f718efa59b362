#!/usr/bin/env bash
# What accuracy costs: errors of potentials of potentials/ on frames that no training saw, over time per atom on one core.
#   benchmarks/accuracy.sh DATA [OPTION…] [NAME…]      DATA: the folder of their configurations' --data; options: benchmarks/lib.sh
# NAME…: by default those fitted to 3BPA at 300 K, and silicon's. Forces, RMSE: 3BPA on its untouched frames at 300 K and on
# frames at 1200 K, silicon on its untouched cells. Times: energy and forces, mixed precision, some 1700 atoms of separate
# molecules, 512 of a crystal. Writes accuracy.csv and accuracy.png.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
(($# > 0)) || die "no folder of data (it is the first word) see the head of the script"
data=$1
shift
potentials=$benchmarks/../potentials names=()
parse_options --repetitions 3 "$@"
for model in "${models[@]}"; do names+=("$(basename "$model" .h5)"); done
[[ "${names[*]}" != si-small || " $* " == *si-small* ]] || names=(3bpa-small 3bpa 3bpa-tdn 3bpa-gaunt 3bpa-exact si-light si-small si)

# error_of NAME FILE: RMSE of forces, meV/Å
error_of() {
  "$tesseral" eval "$potentials/$1.h5" "$2" --json --threads 1 2>/dev/null >"$output/accuracy.json"
  json_number "$output/accuracy.json" forces_rmse_mev_per_angstrom
}

declare -A error hot
for name in "${names[@]}"; do
  [[ -e $potentials/$name.toml ]] || die "there is no potentials/$name.toml (a name is that of a shipped potential) see potentials/README.md"
  "$tesseral" split "$potentials/$name.toml" --data "$data" --output "$output/split-$name" >/dev/null 2>&1 ||
    die "the frames of '$name' cannot be split (wrong folder of data?) try tesseral split potentials/$name.toml --data '$data'"
  error[$name]=$(error_of "$name" "$output/split-$name/test.xyz")
  hot[$name]=
  [[ $name != 3bpa* ]] || hot[$name]=$(error_of "$name" "$data/3bpa/train_mixedT.xyz@334:500")
done

runs=$output/accuracy-runs.csv
echo 'system,potential,forces,forces_1200K,us_per_atom' >"$runs"
for ((repetition = 1; repetition <= repetitions; ++repetition)); do
  for name in "${names[@]}"; do
    if [[ $name == 3bpa* ]]; then
      system=3BPA structure=("$output/split-$name/test.xyz" --replicate 4 4 4)
    else
      system=silicon structure=("$(structure diamond 512)")
    fi
    OMP_NUM_THREADS=1 measured "$tesseral" bench "$potentials/$name.h5" --structure "${structure[@]}" --precision mixed \
      --choice counted --threads 1 --json >"$output/accuracy.json" 2>/dev/null
    echo "$system,$name,${error[$name]},${hot[$name]},$(json_number "$output/accuracy.json" us_per_atom)" >>"$runs"
  done
done
summarise 4 <"$runs" | tee "$output/accuracy.csv"
gnuplot -e "folder='$output'" "$benchmarks/accuracy.gp"
