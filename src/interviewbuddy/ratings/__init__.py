"""Human Score: rounds of items that evaluators mark, the Final Score, and how far evaluators agree."""
