string GET(string[] path) => string.Join('|', path);
