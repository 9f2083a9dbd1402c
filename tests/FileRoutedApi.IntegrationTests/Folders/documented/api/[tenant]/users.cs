string GET(string tenant) => tenant;
