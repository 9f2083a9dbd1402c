Html Page() =>
    $"""
    <main class="start">
      <h1>Chat</h1>
      <p>Choose a room. Open it in a second window to talk to yourself.</p>
      <ul class="rooms">
        {Html.Each(Rooms(), room => $"<li>{Link($"/rooms/{room.Name}", Entry(room))}</li>")}
      </ul>
    </main>
    """;

Html Entry(Room room) => $"<strong>#{room.Name}</strong> <span>{room.About}</span>";

Room[] Rooms() =>
[
    new("general", "Whatever comes to mind"),
    new("dotnet", "C#, ASP.NET Core and friends"),
    new("random", "Cats, coffee, bicycles"),
];

record Room(string Name, string About);
