# What `tesseral bench --json` has counted of each kernel, from lines of one object each (tr '{' '\n'): kernel[1 … kernels],
# and flops, streamed and gathered (bytes) by a kernel's name. To stand before the rules that use them.
function number(key,    at) {
  at = index($0, "\"" key "\": ")
  return substr($0, at + length(key) + 4) + 0
}
/"kernel"/ {
  split($0, word, "\"")
  kernel[++kernels] = word[4]
  flops[word[4]] = number("flops")
  streamed[word[4]] = number("streamed_bytes")
  gathered[word[4]] = number("gathered_bytes")
}
END {
  if (kernels == 0) { print "error: tesseral bench counts no operations" > "/dev/stderr"; exit 1 }
}
