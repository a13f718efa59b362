#!/usr/bin/env bash
# A potential that knows 300 K learns 900 K from the frames that its own dynamics are unsure of: dynamics, labels by xtb,
# fine-tuning, and again.
#   examples/13_active_learning/run.sh [FOLDER [ROUNDS [EPOCHS [ARGUMENT…]]]]    FOLDER gets all results (default: out,
# beside this script), LAMMPS the arguments, such as -var steps 20000. Three rounds; 400 epochs at first, half of it in each round.
# Needs what tools/build.sh builds, and Debian's package xtb. OMP_NUM_THREADS is 1 by default, enough for nine atoms.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*/*}
results=$(realpath -m "${1:-$here/out}")
rounds=${2:-3}
epochs=${3:-400}
# shellcheck source=../../tools/lib.sh
. "$root/tools/lib.sh"
# shellcheck source=../../tools/env.sh
{ command -v tesseral && command -v lmp; } >/dev/null || . "$root/tools/env.sh"
command -v xtb >/dev/null || die "there is no xtb (it labels the frames) install Debian's package xtb"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
# what an earlier run left goes, and nothing else
[[ -e $results/by-run.sh || -e $results/round-0.toml || -z $(ls -A "$results" 2>/dev/null) ]] ||
  die "$results is not empty (all in it would be removed) name another folder, or a new one"
rm -rf "$results"
mkdir -p "$results"
touch "$results/by-run.sh"
cp "$root"/data/malonaldehyde/{atoms,300K,600K,900K}.xyz "$results"
cd "$results"
# 50 frames to begin with; the other ten of 300 K stay untouched
head -n $((50 * 11)) 300K.xyz >frames.xyz

# train ROUND: fits round-ROUND/model.h5 to frames.xyz, from the round before, and adds a row to errors.txt
train() {
  local round=$1 settings=(-e "s/^epochs = .*/epochs = $epochs/")
  if ((round > 0)); then # the network is the old one's
    settings=(-e "s/^epochs = .*/epochs = $((epochs / 2))/" -e '/^channels\|^l_hidden/d'
      -e "s|^\[model\]|&\nfrom = \"round-$((round - 1))/model.h5\"|")
  fi
  sed "${settings[@]}" -e "s/round-0\"$/round-$round\"/" "$here/active.toml" >"round-$round.toml"
  run_step "round $round: training" "train-$round.out" tesseral train "round-$round.toml"
  local frames
  frames=$(grep -c Properties frames.xyz)
  # RMSE at 300, 600 and 900 K, meV/Å
  echo "$round $frames $(grep '^test RMSE' "train-$round.out" | sed 's/.*forces \([0-9.]*\) .*/\1/' | xargs)" >>errors.txt
  note "round $round, $frames frames: $(tail -n 1 errors.txt | cut -d ' ' -f 3- | sed 's/ /, /g') meV/Å at 300, 600, 900 K"
}

echo '# round, frames, RMSE of forces at 300, 600 and 900 K, meV/A' >errors.txt
train 0
for ((round = 1; round <= rounds; ++round)); do
  before=$((round - 1))
  (
    cd "$here"
    run_step "round $round: dynamics" "$results/dynamics-$round.out" lmp -nocite -log "$results/round-$before/log.lammps" \
      -var out "$results/round-$before" -var model "$results/round-$before/model.h5" -var seed $((20261130 + round)) "${@:4}" -in in.lmp
  )
  unsure=round-$before/unsure.xyz
  [[ -e $unsure ]] || { note "round $round: the dynamics were sure of every frame" && break; }
  run_step "round $round: labels" "labels-$round.out" bash -c "python3 -B '$here/label.py' $unsure $round >>frames.xyz"
  train "$round"
done
gnuplot "$here/plot.gp"
note "plot: $results/active_learning.png"
