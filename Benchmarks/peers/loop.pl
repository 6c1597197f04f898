my $n = $ARGV[0];
our $x = 0;
for my $i (1 .. $n) {
  $x = $x + $i * 0.5;
  if ($x > 1000) {
    $x = $x - 1000;
  }
}
print "$x\n";
