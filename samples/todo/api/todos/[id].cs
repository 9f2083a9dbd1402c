using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Returns one todo.</summary>
/// <param name="id">The todo's id.</param>
/// <response code="404">There is no such todo.</response>
async Task<Results<Ok<Todo>, NotFound>> GET(long id, ITodoStore store, CancellationToken stop) =>
    await store.FindAsync(id, stop) is { } todo ? TypedResults.Ok(todo) : TypedResults.NotFound();

/// <summary>Changes a todo.</summary>
/// <param name="id">The todo's id.</param>
/// <param name="input">The new data of the todo.</param>
/// <response code="404">There is no such todo.</response>
async Task<Results<Ok<Todo>, NotFound>> PUT(long id, TodoInput input, ITodoStore store, CancellationToken stop) =>
    await store.ChangeAsync(id, input, stop) is { } todo ? TypedResults.Ok(todo) : TypedResults.NotFound();

/// <summary>Removes a todo.</summary>
/// <param name="id">The todo's id.</param>
/// <response code="404">There is no such todo.</response>
async Task<Results<NoContent, NotFound>> DELETE(long id, ITodoStore store, CancellationToken stop) =>
    await store.RemoveAsync(id, stop) ? TypedResults.NoContent() : TypedResults.NotFound();
