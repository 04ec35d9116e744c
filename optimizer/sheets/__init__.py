"""Excel in and out: nothing above this room knows what a cell looks like."""
