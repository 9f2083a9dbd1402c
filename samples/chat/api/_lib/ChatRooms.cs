using System.Collections.Concurrent;
using System.Threading.Channels;

/// <summary>The members of all rooms that are connected to this process.</summary>
public sealed class ChatRooms(IChatBus bus)
{
    private readonly ConcurrentDictionary<ChatMember, bool> _members = new();

    /// <summary>Begins to receive the messages of all processes.</summary>
    public Task OpenAsync() => bus.SubscribeAsync(message =>
    {
        foreach (var (member, _) in _members)
        {
            member.Receive(message);
        }
    });

    /// <summary>Adds a member, which receives the last messages of the room and all new ones.</summary>
    public async Task<ChatMember> JoinAsync(string room)
    {
        // Before the history is read: a message in between is received twice, and the client shows it once.
        var member = new ChatMember(room, member => _members.TryRemove(member, out _));
        _members[member] = true;
        foreach (var message in await bus.HistoryAsync(room))
        {
            member.Receive(message);
        }

        return member;
    }

    /// <summary>Sends a message to the members of a room, in all processes.</summary>
    public Task SayAsync(string room, string name, string text) =>
        bus.PublishAsync(new ChatMessage($"{Guid.CreateVersion7():N}", room, name, text, DateTimeOffset.UtcNow));

    /// <summary>Returns the last messages of a room.</summary>
    public Task<IReadOnlyList<ChatMessage>> HistoryAsync(string room) => bus.HistoryAsync(room);
}

/// <summary>A member of a room.</summary>
public sealed class ChatMember(string room, Action<ChatMember> leave) : IDisposable
{
    // A client that reads so slowly that 200 messages wait is disconnected. It connects again and gets the history.
    private readonly Channel<ChatMessage> _messages = Channel.CreateBounded<ChatMessage>(200);

    /// <summary>Gets the messages to send. It ends when the member leaves or is too slow.</summary>
    public IAsyncEnumerable<ChatMessage> Messages => _messages.Reader.ReadAllAsync();

    public bool IsTooSlow { get; private set; }

    public void Receive(ChatMessage message)
    {
        if (message.Room == room && !_messages.Writer.TryWrite(message) && _messages.Writer.TryComplete())
        {
            IsTooSlow = true;
        }
    }

    public void Dispose()
    {
        leave(this);
        _messages.Writer.TryComplete();
    }
}
