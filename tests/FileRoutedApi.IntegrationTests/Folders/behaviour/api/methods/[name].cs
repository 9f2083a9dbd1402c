string GET(string name) => name;
