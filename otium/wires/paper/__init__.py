"""Paper: pages as PDF bytes. Pure. Imports terms only."""
