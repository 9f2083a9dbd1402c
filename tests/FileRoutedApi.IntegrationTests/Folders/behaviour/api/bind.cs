object POST(Todo body) => body;

record Todo(string Title);
