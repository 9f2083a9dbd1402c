/// <summary>The messages of a single process.</summary>
public sealed class MemoryBus : IChatBus
{
    private const int Kept = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<ChatMessage>> _history = [];
    private Action<ChatMessage>? _receive;

    public Task SubscribeAsync(Action<ChatMessage> receive)
    {
        _receive = receive;
        return Task.CompletedTask;
    }

    public Task PublishAsync(ChatMessage message)
    {
        lock (_lock)
        {
            if (!_history.TryGetValue(message.Room, out var messages))
            {
                _history[message.Room] = messages = new();
            }

            messages.Enqueue(message);
            if (messages.Count > Kept)
            {
                messages.Dequeue();
            }
        }

        _receive?.Invoke(message);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ChatMessage>> HistoryAsync(string room)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ChatMessage>>(_history.TryGetValue(room, out var messages) ? [.. messages] : []);
        }
    }
}
