Html Layout(Html children) => NotFound();
