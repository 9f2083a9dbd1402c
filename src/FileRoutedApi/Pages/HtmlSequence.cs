namespace FileRoutedApi.Pages;

/// <summary>An asynchronous sequence of HTML, enumerated each time it is written.</summary>
internal abstract class HtmlSequence
{
    /// <param name="stop">Cancels waiting for an item.</param>
    public abstract HtmlItems Start(CancellationToken stop);
}

/// <inheritdoc/>
internal sealed class HtmlSequence<T>(IAsyncEnumerable<T> items, Func<T, Html?> render) : HtmlSequence
{
    public override HtmlItems Start(CancellationToken stop) => new Items(items.GetAsyncEnumerator(stop), render);

    private sealed class Items(IAsyncEnumerator<T> enumerator, Func<T, Html?> render) : HtmlItems
    {
        public override Html? Current => render(enumerator.Current);

        public override ValueTask<bool> MoveNextAsync() => enumerator.MoveNextAsync();

        public override ValueTask DisposeAsync() => enumerator.DisposeAsync();
    }
}

/// <summary>An enumeration of a sequence.</summary>
internal abstract class HtmlItems : IAsyncDisposable
{
    public abstract Html? Current { get; }

    public abstract ValueTask<bool> MoveNextAsync();

    public abstract ValueTask DisposeAsync();
}
