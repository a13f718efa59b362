# awk -F, -f roofline.awk machine.csv roofline.csv: the table of benchmarks/README.md, in Markdown.
# A kernel takes at least the largest of flops / rate of matrix products, streamed bytes / triad from memory, and gathered
# bytes / triad in the second-level cache (one thread each, best of the runs). Radial functions are computed inside the
# messages: their row says what they add to them.
FNR == 1 { next }
FILENAME == ARGV[1] {
  if ($3 == 1 && $1 ~ /gemm/ && $7 > gemm[$2]) gemm[$2] = $7
  if ($3 == 1 && $1 == "triad_memory") memory = $7
  if ($3 == 1 && $1 == "triad_second_level") cache = $7
  next
}
function at_best(flops, streamed, gathered,    time) {
  time = flops / rate
  if (streamed / memory > time) time = streamed / memory
  if (gathered / cache > time) time = gathered / cache
  return time
}
# µs, kflop and kB: kflop / µs = GFLOP/s
function print_row(name, time_min, time, flops, streamed, gathered,    best) {
  best = at_best(flops, streamed, gathered)
  printf "| %s | %.0f | %.1f | %.0f | %.2f (%.2f) | %.1f | %.0f %% | %.1f | %.2f | %.1f |\n", name, flops, streamed, gathered,
         time, time_min, flops / time, 100 * flops / time / rate, (streamed + gathered) / time, best, time_min / best
}
{
  title = $1 ", " $2
  if (!(title in seen)) titles[++count] = title
  seen[title] = 1
  precision[title] = $2
  row[title, ++rows[title]] = $3
  time_min[title, $3] = $5
  time[title, $3] = $6
  flops[title, $3] = $8 * 1e3
  streamed[title, $3] = $10
  gathered[title, $3] = $12
}
END {
  if (!(memory > 0 && cache > 0)) { print "error: no rates of the machine for one thread" > "/dev/stderr"; exit 1 }
  for (t = 1; t <= count; ++t) {
    title = titles[t]
    rate = gemm[precision[title] == "double" ? "double" : "single"]
    printf "%s: matrix products %.1f GFLOP/s, triad %.1f GB/s from memory, %.1f GB/s in the second-level cache\n\n", title,
           rate, memory, cache
    print "| kernel | kflop/atom | streamed kB | gathered kB | µs/atom: median (min) | GFLOP/s | of GEMM | GB/s | at best µs | min / at best |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    total = total_min = all = all_best = 0
    for (k = 1; k <= rows[title]; ++k) {
      name = row[title, k]
      if (name == "evaluation") continue
      total += time[title, name]
      total_min += time_min[title, name]
      all += flops[title, name]
      if (name ~ /^radial_table/) {
        printf "| of it %s | %.0f | %.1f | %.0f | | | | | | |\n", name, flops[title, name], streamed[title, name], gathered[title, name]
        continue
      }
      if (name == "other loops") {
        printf "| other loops | | | | %.2f (%.2f) | | | | | |\n", time[title, name], time_min[title, name]
        continue
      }
      radial = name
      sub(/^message/, "radial_table", radial)
      with_radial = radial != name
      f = flops[title, name] + (with_radial ? flops[title, radial] : 0)
      g = gathered[title, name] + (with_radial ? gathered[title, radial] : 0)
      print_row(name, time_min[title, name], time[title, name], f, streamed[title, name], g)
      all_best += at_best(f, streamed[title, name], g)
    }
    printf "| **sum** | %.0f | | | %.2f (%.2f) | %.1f | %.0f %% | | %.2f | %.1f |\n\n", all, total, total_min, all / total,
           100 * all / total / rate, all_best, total_min / all_best
    printf "The whole evaluation, fences and launches included: %.2f (%.2f) µs/atom.\n\n", time[title, "evaluation"], time_min[title, "evaluation"]
  }
}
