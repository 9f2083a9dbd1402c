void GET(string id) => Later.SignalOf(id).TrySetResult();
