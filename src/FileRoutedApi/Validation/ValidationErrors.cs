namespace FileRoutedApi.Validation;

/// <summary>What is wrong with the data of one request: messages by the name that the client sent.</summary>
internal sealed class ValidationErrors
{
    // A body of 1 MB may hold 300,000 items with a mistake each, and the response must not be many times its size.
    private const int Most = 200;

    private readonly Dictionary<string, List<string>> _messages = [];

    /// <summary>Gets how many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets whether no further message is kept.</summary>
    public bool IsFull => Count >= Most;

    public void Add(string name, string message)
    {
        if (IsFull)
        {
            return;
        }

        if (!_messages.TryGetValue(name, out var messages))
        {
            _messages[name] = messages = [];
        }

        // One rule may be reached in two ways: a list's validator calls that of its items, which runs for the items as well.
        if (!messages.Contains(message))
        {
            messages.Add(message);
            Count++;
        }
    }

    public Dictionary<string, string[]> ToDictionary() => _messages.ToDictionary(error => error.Key, error => error.Value.ToArray());
}
