"""Who is told what, and how it gets there: plan, compose, claim, send (design.md section 7, reliability.md R-10 …)."""
