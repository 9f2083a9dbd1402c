namespace FileRoutedApi.Validation;

/// <summary>The validation errors of one request: messages by JSON name or parameter name.</summary>
internal sealed class ValidationErrors
{
    // A body of 1 MB may have 300,000 invalid items, and the response must not be many times larger than the request.
    private const int MaxCount = 200;

    // Null until the first error, because most requests have none.
    private Dictionary<string, List<string>>? _messages;

    /// <summary>The number of messages.</summary>
    public int Count { get; private set; }

    /// <summary>True if further messages are dropped.</summary>
    public bool IsFull => Count >= MaxCount;

    public void Add(string name, string message)
    {
        if (IsFull)
        {
            return;
        }

        _messages ??= [];
        if (!_messages.TryGetValue(name, out var messages))
        {
            _messages[name] = messages = [];
        }

        // A rule may run twice: the validator of a list may call that of its items, which also runs for each item.
        if (!messages.Contains(message))
        {
            messages.Add(message);
            Count++;
        }
    }

    public Dictionary<string, string[]> ToDictionary() =>
        _messages?.ToDictionary(error => error.Key, error => error.Value.ToArray()) ?? [];
}
