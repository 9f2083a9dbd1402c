/// <summary>Carries messages between the processes that serve the chat.</summary>
public interface IChatBus
{
    Task SubscribeAsync(Action<ChatMessage> receive);

    Task PublishAsync(ChatMessage message);

    /// <summary>Returns the last messages of a room, oldest first.</summary>
    Task<IReadOnlyList<ChatMessage>> HistoryAsync(string room);
}
