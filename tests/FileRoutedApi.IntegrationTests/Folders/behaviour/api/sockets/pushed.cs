Task<string> GET(string id) => Pushes.WaitAsync(id);
