"""The networks that training makes: torch only here, never in `core`."""
