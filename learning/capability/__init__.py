"""The framework, what roles require, the evidence, and what a person holds now."""
