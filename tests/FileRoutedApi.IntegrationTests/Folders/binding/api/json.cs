string POST(Todo todo) => $"{todo.Title} {todo.Count}";
