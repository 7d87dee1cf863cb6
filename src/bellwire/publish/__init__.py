"""What may leave the desk: private names hidden, coordinates coarsened, graphic content behind a guard."""
