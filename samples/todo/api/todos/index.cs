using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Lists todos, the newest first.</summary>
/// <param name="done">True for todos that are done, false for the others; all todos unless set.</param>
/// <param name="take">The maximum number of todos, 1 to 200.</param>
/// <returns>The todos.</returns>
Task<IReadOnlyList<Todo>> GET(ITodoStore store, CancellationToken stop, bool? done = null, int take = 50) =>
    store.ListAsync(done, Math.Clamp(take, 1, 200), stop);

/// <summary>Adds a todo.</summary>
/// <param name="input">The new todo.</param>
/// <returns>The todo that was added.</returns>
async Task<Created<Todo>> POST(TodoInput input, ITodoStore store, CancellationToken stop)
{
    var todo = await store.AddAsync(input, stop);
    return TypedResults.Created($"/api/todos/{todo.Id}", todo);
}
