object Handler(Todo body) => body;

record Todo(string Title);
