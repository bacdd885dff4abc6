"""All tests that need more than one addon, and what they stand on."""
