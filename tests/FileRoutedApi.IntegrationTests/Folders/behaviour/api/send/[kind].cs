void Handler(ApiRequest req, ApiResponse res)
{
    if (req.Query.ContainsKey("type"))
    {
        res.SetHeader("Content-Type", req.Query["type"]);
    }

    switch ((string)req.Query["kind"])
    {
        case "text": res.Send("grüße"); break;
        case "bytes": res.Send(new byte[] { 1, 2, 255 }); break;
        case "memory": res.Send(new ReadOnlyMemory<byte>([1, 2])); break;
        case "writable": res.Send(new Memory<byte>([1, 2])); break;
        case "segment": res.Send(new ArraySegment<byte>([1, 2, 3], 1, 1)); break;
        case "value": res.Send(req.Query["kind"]); break;
        case "framed": res.SetHeader("Transfer-Encoding", "chunked").Json(new { a = 1 }); break;
        case "stream": res.Send(new MemoryStream([1, 2, 3])); break;
        case "endless": res.Send(new NoLength([1, 2, 3])); break;
        case "object": res.Send(new { a = 1 }); break;
        case "number": res.Send(42); break;
        case "null": res.Send(null); break;
        case "jsonnull": res.Json(null); break;
        case "jsontext": res.Json("x"); break;
        case "end": res.End("end"); break;
        case "nothing": res.End(); break;
        case "unicode": res.Json(new { text = "é😀<>&/" }); break;
    }
}

class NoLength(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
