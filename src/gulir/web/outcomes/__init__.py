"""What became of life after a loan: members asked again by who visits, figures for all who may read them."""
