/// <summary>Where todos are kept.</summary>
interface ITodoStore
{
    /// <summary>Makes what it needs, where that is missing.</summary>
    Task PrepareAsync(CancellationToken stop);

    Task<IReadOnlyList<Todo>> ListAsync(bool? done, int take, CancellationToken stop);

    Task<Todo?> FindAsync(long id, CancellationToken stop);

    Task<Todo> AddAsync(TodoInput input, CancellationToken stop);

    /// <summary>The todo as it is now, or null where there is none.</summary>
    Task<Todo?> ChangeAsync(long id, TodoInput input, CancellationToken stop);

    Task<bool> RemoveAsync(long id, CancellationToken stop);
}
