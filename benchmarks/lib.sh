# shellcheck shell=bash
# Sourced by the scripts of this folder: their options, the structures, statistics.
#   parse_options "$@"       sets the variables below from the options, checks them and makes the folder
#   structure NAME ATOMS     writes NAME (diamond or dense) with about so many atoms, unless it is there; prints the file
#   measured COMMAND…        runs a command under TESSERAL_BENCH_PREFIX
#   json_number FILE KEY     the number behind "KEY": in the file
#   summarise KEYS < CSV     the CSV's rows with the same first KEYS columns as one: their number, then the smallest and
#                            the median of each other column
# Options of all scripts, besides MODEL… (default potentials/si-small.h5):
#   --output FOLDER          (default build/benchmarks)
#   --precisions "P …"       (default "double mixed"; single computes as mixed does)
#   --threads "N …"          (default "1 2")
#   --sizes "ATOMS …"        (default "512 1728 4096 13824 32768")
#   --repetitions N          rounds over all cases, one after the other (default 5)
#   --steps N                timesteps of a run in LAMMPS (default 50)
# Environment: TESSERAL_BUILD (default build/openmp), TESSERAL_BENCH_PREFIX (e.g. "taskset -c 0,1", "nice -n -19").
benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../tools/lib.sh
. "$benchmarks/../tools/lib.sh"
build=$(realpath -m "${TESSERAL_BUILD:-$benchmarks/../build/openmp}")
# shellcheck disable=SC2034  # used by the scripts
tesseral=$build/bin/tesseral

# without a word in it the OpenMP runtime would bind the threads of two processes to the same cores
export OMP_PROC_BIND=${OMP_PROC_BIND:-false}

parse_options() {
  output=$benchmarks/../build/benchmarks
  # shellcheck disable=SC2034  # used by the scripts
  precisions='double mixed' threads='1 2' sizes='512 1728 4096 13824 32768' repetitions=5 steps=50 models=()
  while (($# > 0)); do
    case $1 in
      --output | --precisions | --threads | --sizes | --repetitions | --steps)
        (($# > 1)) || die "$1 has no value (it is the last word) give one, see benchmarks/lib.sh"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
      -*) die "unknown option '$1' (see benchmarks/lib.sh) leave it out" ;;
      *) models+=("$(realpath "$1")") ;;
    esac
    shift
  done
  [[ ${#models[@]} != 0 ]] || models=("$(realpath "$benchmarks/../potentials/si-small.h5")")
  [[ -x $tesseral ]] || die "there is no $tesseral (nothing is built, or elsewhere) run tools/build.sh, or set TESSERAL_BUILD"
  mkdir -p "$output"
  output=$(realpath "$output")
}

structure() {
  local lattice a per_cell n file
  case $1 in
    diamond) lattice=diamond a=5.43 per_cell=8 ;; # 28 neighbours within 5 Å
    dense) lattice=fcc a=3.45 per_cell=4 ;;       # 52; 0.097 atoms/Å^3, near liquid water's 0.100
    *) die "unknown structure '$1' (it is diamond or dense) use one of these" ;;
  esac
  n=$(awk -v atoms="$2" -v per_cell=$per_cell 'BEGIN { print int((atoms / per_cell) ^ (1 / 3) + 0.5) }')
  file=$output/$1-$n.xyz
  # up to 0.14 Å along each axis: 0.08 Å on average (root of the mean square), as in silicon at 300 K
  [[ -e $file ]] || awk -v lattice=$lattice -v a=$a -v n="$n" -v displacement=0.14 \
    -f "$benchmarks/structures.awk" >"$file"
  printf '%s' "$file"
}

measured() {
  # shellcheck disable=SC2086  # the prefix is a command with its options
  ${TESSERAL_BENCH_PREFIX:-} "$@"
}

json_number() {
  local number
  number=$(grep -o "\"$2\": [0-9.e+-]*" "$1" | head -n 1)
  [[ -n $number ]] || die "no \"$2\" in $1 (tesseral bench --json printed something else) look into it"
  printf '%s' "${number##* }"
}

summarise() {
  awk -F, -v OFS=, -v keys="$1" '
    function of_keys(    k, text) {
      for (k = 1; k <= keys; ++k) text = text (k > 1 ? "," : "") $k
      return text
    }
    NR == 1 {
      columns = NF
      line = of_keys() ",repetitions"
      for (k = keys + 1; k <= NF; ++k) line = line "," $k "_min," $k
      print line
      next
    }
    {
      row = of_keys()
      if (!(row in count)) order[++rows] = row
      ++count[row]
      for (k = keys + 1; k <= NF; ++k) value[row, k, count[row]] = $k + 0
    }
    END {
      for (r = 1; r <= rows; ++r) {
        row = order[r]
        line = row "," count[row]
        for (k = keys + 1; k <= columns; ++k) {
          n = count[row]
          for (i = 1; i <= n; ++i) {  # insertion into a sorted list
            x = value[row, k, i]
            for (j = i - 1; j > 0 && sorted[j] > x; --j) sorted[j + 1] = sorted[j]
            sorted[j + 1] = x
          }
          middle = n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
          line = line sprintf(",%.6g,%.6g", sorted[1], middle)
        }
        print line
      }
    }'
}
