"""Publishers: how they are asked (`publishers/`), what several answer in (`formats/`), what is kept (`snapshots`, `collect`)."""
