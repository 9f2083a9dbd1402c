using System.Text.Json;
using StackExchange.Redis;

/// <summary>Messages over Redis: a channel for all processes, and a list with the last messages of each room.</summary>
public sealed class RedisBus(string connection) : IChatBus, IAsyncDisposable
{
    private const int Kept = 50;

    private static readonly RedisChannel _channel = RedisChannel.Literal("chat");
    private static readonly TimeSpan _expiry = TimeSpan.FromDays(7);

    private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() => ConnectionMultiplexer.ConnectAsync(connection));

    public async Task SubscribeAsync(Action<ChatMessage> receive)
    {
        // The client subscribes again by itself after Redis was unavailable.
        var redis = await _redis.Value;
        await redis.GetSubscriber().SubscribeAsync(_channel, (_, text) => receive(Parse(text)));
    }

    public async Task PublishAsync(ChatMessage message)
    {
        var database = (await _redis.Value).GetDatabase();
        var text = JsonSerializer.Serialize(message);
        var key = KeyOf(message.Room);
        await database.ListRightPushAsync(key, text);
        await database.ListTrimAsync(key, -Kept, -1);
        await database.KeyExpireAsync(key, _expiry);
        await database.PublishAsync(_channel, text);
    }

    public async Task<IReadOnlyList<ChatMessage>> HistoryAsync(string room) =>
        [.. (await (await _redis.Value).GetDatabase().ListRangeAsync(KeyOf(room))).Select(text => Parse(text))];

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated)
        {
            await (await _redis.Value).DisposeAsync();
        }
    }

    private static string KeyOf(string room) => $"chat:{room}";

    private static ChatMessage Parse(RedisValue text) => JsonSerializer.Deserialize<ChatMessage>(text.ToString())!;
}
