string POST([FromForm] Todo todo) => $"{todo.Title} {todo.Count}";
