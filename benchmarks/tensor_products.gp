# Time per item and channel against the degree, one thread, forward; called by tensor_products.sh with `table` and `picture`.
set terminal pngcairo size 1500,900 font "sans,11"
set output picture
set datafile separator "\t"
set multiplot layout 2,3 title "Tensor products: ns per item and channel, forward, one thread"
set logscale y
set xlabel "largest degree L"
set ylabel "ns"
set xrange [0.5:10.5]
set grid
set key top left
rows(operation, algorithm, precision) = sprintf("< awk -F'\\t' '$1==1 && $2==\"%s\" && $3==\"%s\" && $5==\"%s\" && $6==\"forward\"' %s", operation, algorithm, precision, table)
titles = "direct cp fourier fourier_fft"
do for [precision in "double float"] {
  do for [operation in "product convolution power3"] {
    set title operation.", ".precision
    plot for [k=1:4] rows(operation, word(titles, k), precision) using 4:7 with linespoints title word(titles, k) noenhanced
  }
}
unset multiplot
