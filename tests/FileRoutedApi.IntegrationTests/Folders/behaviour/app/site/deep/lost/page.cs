Html Page() => NotFound();
