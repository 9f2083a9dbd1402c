async Task Handler(ApiRequest req, ApiResponse res)
{
    switch ((string)req.Query["how"])
    {
        case "unflushed": res.Write("a"); res.Write("b"); res.End("c"); break;
        case "unended": res.Write("a"); break;
        case "flushed": await res.WriteAsync("a"); await res.WriteAsync("b"u8.ToArray()); res.End("c"); break;
        case "flush": await res.FlushAsync(); res.Write("a"); break;
        case "thenjson":
            res.Write("a");
            try { res.Json(1); } catch (InvalidOperationException) { res.End("!"); }
            break;
        case "unawaited":
            var first = res.WriteAsync("a");
            res.Write("1");
            await first;
            res.Write("b");
            await res.FlushAsync();
            res.End("2");
            break;
        case "204": res.Status(204); await res.WriteAsync("a"); res.End("b"); break;
    }
}
