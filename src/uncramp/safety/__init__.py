"""What uncramp promises, held against every person there could be: `uncramp prove`."""
