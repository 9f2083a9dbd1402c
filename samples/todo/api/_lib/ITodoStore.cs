/// <summary>A store of todos.</summary>
interface ITodoStore
{
    /// <summary>Creates the table if it does not exist.</summary>
    Task PrepareAsync(CancellationToken stop);

    Task<IReadOnlyList<Todo>> ListAsync(bool? done, int take, CancellationToken stop);

    Task<Todo?> FindAsync(long id, CancellationToken stop);

    Task<Todo> AddAsync(TodoInput input, CancellationToken stop);

    /// <summary>Returns the changed todo, or null if it does not exist.</summary>
    Task<Todo?> ChangeAsync(long id, TodoInput input, CancellationToken stop);

    Task<bool> RemoveAsync(long id, CancellationToken stop);
}
