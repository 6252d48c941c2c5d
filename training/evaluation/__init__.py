"""How good predictions are: measures, reference tables, robustness, baselines, plots."""
