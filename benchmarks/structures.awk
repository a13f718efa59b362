# awk -v lattice=diamond|fcc -v a=5.43 -v n=4 -v displacement=0.14 -f structures.awk >FILE.xyz
# n x n x n cubic cells of silicon, each atom moved by up to `displacement` Å along each axis. The random numbers are
# those of Park and Miller (Commun. ACM 31, 1192 (1988)), exact in double, so that every awk writes the same file.
function random() {
  state = (16807 * state) % 2147483647
  return state / 2147483647
}
function moved(x) { return a * x + displacement * (2 * random() - 1) }
BEGIN {
  state = 20260704
  for (k = 0; k < 100; ++k) random()
  basis = "0 0 0  0 .5 .5  .5 0 .5  .5 .5 0"
  if (lattice == "diamond") basis = basis "  .25 .25 .25  .25 .75 .75  .75 .25 .75  .75 .75 .25"
  count = split(basis, at) / 3
  printf "%d\n", count * n * n * n
  printf "Lattice=\"%.8f 0 0 0 %.8f 0 0 0 %.8f\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\n", a * n, a * n, a * n
  for (u = 0; u < n; ++u)
    for (v = 0; v < n; ++v)
      for (w = 0; w < n; ++w)
        for (k = 0; k < count; ++k)
          printf "Si %.8f %.8f %.8f\n", moved(u + at[3 * k + 1]), moved(v + at[3 * k + 2]), moved(w + at[3 * k + 3])
}
