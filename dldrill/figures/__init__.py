"""Figures: four marks, written for a terminal or as SVG from the same data."""
