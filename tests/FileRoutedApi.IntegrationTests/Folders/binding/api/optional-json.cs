string POST(Todo? todo) => todo is null ? "none" : todo.Title;
