var metadata = new PageMetadata { Title = new() { Absolute = "Alone" } };

Html Page() => $"<h1>Absolute</h1>";
