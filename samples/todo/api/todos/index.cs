using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Lists todos, the newest first.</summary>
/// <param name="done">Only those that are done, or only those that are not.</param>
/// <param name="take">How many at most, 1 to 200.</param>
/// <returns>The todos.</returns>
Task<IReadOnlyList<Todo>> GET(ITodoStore store, CancellationToken stop, bool? done = null, int take = 50) =>
    store.ListAsync(done, Math.Clamp(take, 1, 200), stop);

/// <summary>Adds a todo.</summary>
/// <param name="input">The new todo.</param>
/// <returns>The todo as it was kept.</returns>
async Task<Created<Todo>> POST(TodoInput input, ITodoStore store, CancellationToken stop)
{
    var todo = await store.AddAsync(input, stop);
    return TypedResults.Created($"/api/todos/{todo.Id}", todo);
}
