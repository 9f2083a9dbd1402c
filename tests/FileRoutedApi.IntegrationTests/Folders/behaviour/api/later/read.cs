Task<string[]> GET(string id, int count, CancellationToken stop) => Later.ReadAsync(id, count, stop);
