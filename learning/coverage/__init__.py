"""What education leads see: living coverage, published so that nobody is watched."""
