"""FHIR R4 as JSON text: read with findings, nothing guessed. Imports terms only."""
