/// <summary>A message of a room.</summary>
/// <param name="Id">Identifies the message, so that a client that connects again shows it once.</param>
public sealed record ChatMessage(string Id, string Room, string Name, string Text, DateTimeOffset At);
