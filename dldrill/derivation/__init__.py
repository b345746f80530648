"""What a derivation is: givens, the paper its steps are written on, and the family that shares them."""
