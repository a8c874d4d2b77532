"""Labs: each takes settings and returns a frozen result, by closed form, quadrature or training; none draws."""
