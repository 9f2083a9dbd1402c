void GET(ApiRequest req, ApiResponse res) => res.Send(new MemoryStream("stream"u8.ToArray()));
